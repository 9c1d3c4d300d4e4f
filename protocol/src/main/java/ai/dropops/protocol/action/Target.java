package ai.dropops.protocol.action;

import ai.dropops.protocol.identity.Digest;
import ai.dropops.protocol.identity.OperatorId;
import java.nio.ByteBuffer;

/**
 * One host as a proposal names it.
 *
 * @param operatorKey the digest of the operator's receipt key, so that a permit dies with the key pair
 * @param wave counted from 0
 * @param params the digest of what is particular to this host; {@link #NO_PARAMS} when nothing is
 */
public record Target(OperatorId operator, Digest operatorKey, int wave, Digest params) {
    public static final Digest NO_PARAMS = Digest.of(new byte[0]);

    private static final byte LEAF = 0;

    public Target {
        if (wave < 0) {
            throw new IllegalArgumentException("waves are counted from 0");
        }
    }

    /** SHA-256(00 | index | operator id | operator key | wave | params): fixed lengths, big-endian. */
    public Digest leaf(int index) {
        var head = ByteBuffer.allocate(1 + Integer.BYTES).put(LEAF).putInt(index);
        var wave = ByteBuffer.allocate(Integer.BYTES).putInt(this.wave);
        return Digest.of(head.array(), operator.bytes(), operatorKey.array(), wave.array(), params.array());
    }
}
