package ai.dropops.operator.control;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.concurrent.atomic.AtomicLong;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;
import org.jspecify.annotations.Nullable;

/** A certificate authority that signs what it is given. */
public final class Authority {
    private static final X500Name NAME = new X500Name("CN=Test authority");

    private final AtomicLong serial = new AtomicLong();
    private final KeyPair key = p256();
    private final X509Certificate certificate = sign(NAME, key.getPublic(), null, Duration.ofDays(10), Duration.ZERO);

    public X509Certificate certificate() {
        return certificate;
    }

    /** A certificate for {@code key} that serves {@code purpose}, or an authority's without one. */
    public X509Certificate sign(String name, PublicKey key, KeyPurposeId purpose, Duration life) {
        return sign(new X500Name("CN=" + name), key, purpose, life, Duration.ZERO);
    }

    /** An operator's certificate for the request {@code der}, of which {@code age} has passed. */
    public X509Certificate certify(byte[] der, Duration life, Duration age) {
        try {
            var request = new JcaPKCS10CertificationRequest(der);
            return sign(request.getSubject(), request.getPublicKey(), KeyPurposeId.id_kp_clientAuth, life, age);
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalArgumentException(e);
        }
    }

    public static String pem(X509Certificate certificate) {
        try {
            return "-----BEGIN CERTIFICATE-----\n"
                    + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate.getEncoded())
                    + "\n-----END CERTIFICATE-----\n";
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    public static KeyPair p256() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private X509Certificate sign(
            X500Name subject, PublicKey subjectKey, @Nullable KeyPurposeId purpose, Duration life, Duration age) {
        Instant begin = Instant.now().minus(age).minusSeconds(1);
        try {
            var builder = new JcaX509v3CertificateBuilder(
                    NAME,
                    BigInteger.valueOf(serial.incrementAndGet()),
                    Date.from(begin),
                    Date.from(begin.plus(life)),
                    subject,
                    subjectKey);
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(purpose == null));
            if (purpose != null) {
                builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purpose));
            }
            return new JcaX509CertificateConverter()
                    .getCertificate(
                            builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(key.getPrivate())));
        } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }
}
