package ai.dropops.protocol.audit;

import ai.dropops.protocol.action.ChainHead;
import ai.dropops.protocol.identity.Bytes;
import ai.dropops.protocol.identity.Digest;
import ai.dropops.protocol.identity.OperatorId;
import ai.dropops.protocol.identity.SigningContext;
import ai.dropops.protocol.identity.VaultId;
import ai.dropops.protocol.identity.VerifyingKey;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.function.UnaryOperator;

/** The control plane's word that an operator's history had come to {@code head} by {@code at}, in whole milliseconds. */
public record Checkpoint(OperatorId operator, ChainHead head, Instant at) {
    private static final int ID = 16;
    private static final int HASH = 32;
    private static final int SIZE = 2 * ID + HASH + 2 * Long.BYTES;

    public Checkpoint {
        at = Instant.ofEpochMilli(at.toEpochMilli());
    }

    /** A checkpoint's exact bytes and the Ed25519 signature of the permit key over them. */
    public record Signed(Bytes checkpoint, Bytes signature) {
        /** What is said, whoever signed it; an IllegalArgumentException when it is not well formed. */
        public Checkpoint content() {
            if (checkpoint.size() != SIZE) {
                throw new IllegalArgumentException("a checkpoint has " + SIZE + " bytes");
            }
            var in = ByteBuffer.wrap(checkpoint.array());
            var operator = OperatorId.of(take(in, ID));
            var head = new ChainHead(VaultId.of(take(in, ID)), in.getLong(), Digest.wrap(take(in, HASH)));
            return new Checkpoint(operator, head, Instant.ofEpochMilli(in.getLong()));
        }

        public boolean signedBy(VerifyingKey key) {
            return key.verifies(SigningContext.CHECKPOINT, checkpoint.array(), signature.array());
        }

        private static byte[] take(ByteBuffer in, int size) {
            var bytes = new byte[size];
            in.get(bytes);
            return bytes;
        }
    }

    /** This checkpoint signed by {@code signer}, which is given the message and answers its Ed25519 signature. */
    public Signed sign(UnaryOperator<byte[]> signer) {
        byte[] bytes = bytes();
        return new Signed(Bytes.wrap(bytes), Bytes.wrap(signer.apply(SigningContext.CHECKPOINT.message(bytes))));
    }

    /** Operator and vault (16 bytes each), the entry's number (8) and hash (32), the time in milliseconds (8), big-endian. */
    private byte[] bytes() {
        return ByteBuffer.allocate(SIZE)
                .put(operator.bytes())
                .put(head.vault().bytes())
                .putLong(head.number())
                .put(head.hash().array())
                .putLong(at.toEpochMilli())
                .array();
    }
}
