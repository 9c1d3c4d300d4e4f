package ai.dropops.load.swarm;

import ai.dropops.protocol.identity.VerifyingKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.util.function.UnaryOperator;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;

/** The two key pairs of a simulated operator, as long as it takes to enrol. */
record Keys(KeyPair tls, Ed25519PrivateKeyParameters receipts) {
    static Keys fresh(SecureRandom random) {
        try {
            var p256 = KeyPairGenerator.getInstance("EC");
            p256.initialize(new ECGenParameterSpec("secp256r1"), random);
            return new Keys(p256.generateKeyPair(), new Ed25519PrivateKeyParameters(random));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java runtime has P-256", e);
        }
    }

    /** A PKCS#10 request for the TLS key, DER. */
    byte[] request(String name) {
        try {
            var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(tls.getPrivate());
            return new JcaPKCS10CertificationRequestBuilder(new X500Principal("CN=" + name), tls.getPublic())
                    .build(signer)
                    .getEncoded();
        } catch (OperatorCreationException e) {
            throw new IllegalStateException("every Java runtime has ECDSA", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    VerifyingKey receiptKey() {
        return VerifyingKey.wrap(receipts.generatePublicKey().getEncoded());
    }

    /** Ed25519 by Bouncy Castle, ten times as fast as the JDK's. */
    static UnaryOperator<byte[]> signer(byte[] receiptKey) {
        var key = new Ed25519PrivateKeyParameters(receiptKey);
        return message -> {
            var signer = new Ed25519Signer();
            signer.init(true, key);
            signer.update(message, 0, message.length);
            return signer.generateSignature();
        };
    }
}
