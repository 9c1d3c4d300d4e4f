package ai.dropops.web.link;

import ai.dropops.protocol.identity.Bytes;
import ai.dropops.protocol.identity.Digest;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;

/** A PKCS#10 request whose maker has shown that the P-256 key in it is theirs; what else it asks for is not looked at. */
record CertificateRequest(PublicKey key) {
    private static final int LIMIT = 4096;

    /** The request in {@code der}; an IllegalArgumentException that says what is wrong with it. */
    static CertificateRequest read(Bytes der) {
        if (der.size() > LIMIT) {
            throw new IllegalArgumentException("the certificate request is larger than " + LIMIT + " bytes");
        }
        try {
            var request = new JcaPKCS10CertificationRequest(der.array());
            var algorithm = request.getSubjectPublicKeyInfo().getAlgorithm();
            if (!algorithm.getAlgorithm().equals(X9ObjectIdentifiers.id_ecPublicKey)
                    || !SECObjectIdentifiers.secp256r1.equals(algorithm.getParameters())) {
                throw new IllegalArgumentException("the certificate request's key is not one of P-256");
            }
            PublicKey key = request.getPublicKey();
            if (!request.isSignatureValid(new JcaContentVerifierProviderBuilder().build(key))) {
                throw new IllegalArgumentException("the certificate request is not signed by its own key");
            }
            return new CertificateRequest(key);
        } catch (IOException | GeneralSecurityException | OperatorCreationException | PKCSException e) {
            throw new IllegalArgumentException("the certificate request is not PKCS#10 in DER", e);
        }
    }

    /** SHA-256 of the SubjectPublicKeyInfo, by which the operator's key is known. */
    Digest digest() {
        return Digest.of(key.getEncoded());
    }
}
