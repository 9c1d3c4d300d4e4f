package ai.dropops.operator.link;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.Signature;

/** A PKCS#10 certificate request (RFC 2986) for a P-256 key, signed with ECDSA and SHA-256. */
public final class CertificateRequest {
    private static final byte[] VERSION_0 = Der.hex("020100");
    private static final byte[] COMMON_NAME = Der.hex("0603550403");
    private static final byte[] NO_ATTRIBUTES = Der.hex("a000");
    private static final byte[] ECDSA_WITH_SHA256 = Der.hex("06082a8648ce3d040302");

    private CertificateRequest() {}

    /** The request in DER; its subject is one common name. */
    public static byte[] der(KeyPair key, String commonName) {
        byte[] name = Der.sequence(Der.set(Der.sequence(COMMON_NAME, Der.utf8(commonName))));
        byte[] info = Der.sequence(VERSION_0, name, key.getPublic().getEncoded(), NO_ATTRIBUTES);
        try {
            Signature ecdsa = Signature.getInstance("SHA256withECDSA");
            ecdsa.initSign(key.getPrivate());
            ecdsa.update(info);
            return Der.sequence(info, Der.sequence(ECDSA_WITH_SHA256), Der.bits(ecdsa.sign()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java runtime signs with P-256", e);
        }
    }
}
