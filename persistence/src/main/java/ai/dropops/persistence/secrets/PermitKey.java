package ai.dropops.persistence.secrets;

import ai.dropops.protocol.identity.VerifyingKey;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;

/** The Ed25519 key that signs permits and the time. */
public final class PermitKey {
    private final Ed25519PrivateKeyParameters key;

    PermitKey(byte[] seed) {
        key = new Ed25519PrivateKeyParameters(seed, 0);
    }

    public VerifyingKey verifyingKey() {
        return VerifyingKey.wrap(key.generatePublicKey().getEncoded());
    }

    public byte[] sign(byte[] message) {
        var signer = new Ed25519Signer();
        signer.init(true, key);
        signer.update(message, 0, message.length);
        return signer.generateSignature();
    }
}
