package ai.dropops.protocol.wire;

import ai.dropops.protocol.identity.Bytes;
import ai.dropops.protocol.identity.SigningContext;
import ai.dropops.protocol.identity.VerifyingKey;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.function.UnaryOperator;

/** The control plane's clock under the permit key, in whole milliseconds; the only clock an operator forgets anything by. */
public record SignedTime(Instant at, Bytes signature) {
    public SignedTime {
        at = Instant.ofEpochMilli(at.toEpochMilli());
    }

    /** {@code at} signed by {@code signer}, which is given the message and answers its Ed25519 signature. */
    public static SignedTime sign(Instant at, UnaryOperator<byte[]> signer) {
        return new SignedTime(at, Bytes.wrap(signer.apply(SigningContext.TIME.message(content(at)))));
    }

    public boolean signedBy(VerifyingKey key) {
        return key.verifies(SigningContext.TIME, content(at), signature.array());
    }

    private static byte[] content(Instant at) {
        return ByteBuffer.allocate(Long.BYTES).putLong(at.toEpochMilli()).array();
    }
}
