package ai.dropops.protocol.action;

import ai.dropops.protocol.identity.Bytes;
import ai.dropops.protocol.identity.SigningContext;
import ai.dropops.protocol.identity.VerifyingKey;
import java.util.List;
import java.util.function.UnaryOperator;

/** A permit key's word that {@code next} takes its place: the only way by which a pinned key changes. */
public record Succession(VerifyingKey next, Bytes signature) {
    /** The word of the key that {@code signer} signs with; it is given the message and answers its Ed25519 signature. */
    public static Succession sign(VerifyingKey next, UnaryOperator<byte[]> signer) {
        return new Succession(next, Bytes.wrap(signer.apply(SigningContext.PERMIT_KEY.message(next.array()))));
    }

    /** The key that {@code pinned} has become by its own word and those of the keys after it. */
    public static VerifyingKey latest(VerifyingKey pinned, List<Succession> successions) {
        VerifyingKey latest = pinned;
        for (Succession succession : successions) {
            if (latest.verifies(SigningContext.PERMIT_KEY, succession.next.array(), succession.signature.array())) {
                latest = succession.next;
            }
        }
        return latest;
    }
}
