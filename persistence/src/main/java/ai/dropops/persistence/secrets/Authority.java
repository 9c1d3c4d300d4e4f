package ai.dropops.persistence.secrets;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** The certificate authority of this control plane: its key, its own certificate, and the issuing of others. */
public final class Authority {
    /** From when until when a certificate holds. */
    public record Term(Instant from, Instant until) {}

    private static final int SERIAL_BITS = 127;
    private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|.*:.*");

    private final KeyPair keys;
    private final X509Certificate certificate;
    private final Mark mark;
    private final SecureRandom random;

    Authority(KeyPair keys, X509Certificate certificate, Mark mark, SecureRandom random) {
        this.keys = keys;
        this.certificate = certificate;
        this.mark = mark;
        this.random = random;
    }

    /** A new authority's certificate over its own key. */
    static X509Certificate found(KeyPair keys, Term term, SecureRandom random) {
        X500Name name = name("DropOps control plane");
        var subject = new Subject(name, keys.getPublic(), random(random));
        return sign(keys, name, subject, term, builder -> {
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign));
        });
    }

    public X509Certificate certificate() {
        return certificate;
    }

    /** A certificate for a server reached under {@code names}, host names or addresses. */
    public X509Certificate issueServer(PublicKey key, List<String> names, Term term) {
        GeneralName[] alternatives = names.stream()
                .map(name -> new GeneralName(
                        ADDRESS.matcher(name).matches() ? GeneralName.iPAddress : GeneralName.dNSName, name))
                .toArray(GeneralName[]::new);
        var subject = new Subject(name("DropOps operator port"), key, random(random));
        return issue(
                subject,
                term,
                KeyPurposeId.id_kp_serverAuth,
                builder ->
                        builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(alternatives)));
    }

    /** A certificate by which a client called {@code name} is known to our own servers. */
    public X509Certificate issueClient(PublicKey key, String name, Term term) {
        var subject = new Subject(name(name), key, mark.number(name, key, term));
        return issue(subject, term, KeyPurposeId.id_kp_clientAuth, _ -> {});
    }

    /** The name in {@code certificate} if {@link #issueClient} made it out; whether it holds at this time is not asked. */
    public Optional<String> client(X509Certificate certificate) {
        String subject = certificate.getSubjectX500Principal().getName();
        String name = subject.startsWith("CN=") ? subject.substring("CN=".length()) : subject;
        var term = new Term(
                certificate.getNotBefore().toInstant(),
                certificate.getNotAfter().toInstant());
        BigInteger expected = mark.number(name, certificate.getPublicKey(), term);
        return MessageDigest.isEqual(
                        expected.toByteArray(), certificate.getSerialNumber().toByteArray())
                ? Optional.of(name)
                : Optional.empty();
    }

    private X509Certificate issue(Subject subject, Term term, KeyPurposeId purpose, Extensions more) {
        var issuer = X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
        return sign(keys, issuer, subject, term, builder -> {
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
            builder.addExtension(Extension.extendedKeyUsage, true, new ExtendedKeyUsage(purpose));
            more.addTo(builder);
        });
    }

    private record Subject(X500Name name, PublicKey key, BigInteger serial) {}

    @FunctionalInterface
    private interface Extensions {
        void addTo(X509v3CertificateBuilder builder) throws IOException;
    }

    private static BigInteger random(SecureRandom random) {
        return new BigInteger(SERIAL_BITS, random).setBit(SERIAL_BITS - 1);
    }

    private static X509Certificate sign(
            KeyPair issuerKeys, X500Name issuer, Subject subject, Term term, Extensions extensions) {
        try {
            var builder = new X509v3CertificateBuilder(
                    issuer,
                    subject.serial(),
                    Date.from(term.from()),
                    Date.from(term.until()),
                    subject.name(),
                    SubjectPublicKeyInfo.getInstance(subject.key().getEncoded()));
            extensions.addTo(builder);
            var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(issuerKeys.getPrivate());
            return parse(builder.build(signer).getEncoded());
        } catch (IOException | OperatorCreationException e) {
            throw new IllegalStateException("a certificate could not be made", e);
        }
    }

    static X509Certificate parse(byte[] der) {
        try {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a certificate of our own cannot be read", e);
        }
    }

    private static X500Name name(String commonName) {
        return new X500NameBuilder(BCStyle.INSTANCE)
                .addRDN(BCStyle.CN, commonName)
                .build();
    }
}
