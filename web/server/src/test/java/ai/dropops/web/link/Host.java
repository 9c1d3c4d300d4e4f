package ai.dropops.web.link;

import ai.dropops.persistence.secrets.Authority;
import ai.dropops.protocol.identity.Digest;
import ai.dropops.protocol.identity.OperatorId;
import ai.dropops.protocol.identity.VerifyingKey;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;
import org.jspecify.annotations.Nullable;

/** A machine an operator could run on: its keys, and its TLS, which trusts the control plane's authority only. */
public final class Host {
    final KeyPair tls = generate("secp256r1");
    public final VerifyingKey receiptKey;

    public Host() throws GeneralSecurityException {
        receiptKey = VerifyingKey.of(
                KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPublic());
    }

    static KeyPair generate(String curve) {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec(curve));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    Digest tlsKey() {
        return Digest.of(tls.getPublic().getEncoded());
    }

    public byte[] request() {
        return request(tls, tls);
    }

    /** A request for one key, signed by another (the same, if it is honest). */
    static byte[] request(KeyPair subject, KeyPair signer) {
        try {
            return new JcaPKCS10CertificationRequestBuilder(new X500Name("CN=anything"), subject.getPublic())
                    .build(new JcaContentSignerBuilder("SHA256withECDSA").build(signer.getPrivate()))
                    .getEncoded();
        } catch (IOException | OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A certificate as enrolment would give it. */
    X509Certificate certificate(Authority authority, OperatorId operator) {
        Instant now = Instant.now();
        return certificate(
                authority, operator.value(), new Authority.Term(now.minusSeconds(60), now.plus(Duration.ofDays(7))));
    }

    X509Certificate certificate(Authority authority, String name, Authority.Term term) {
        return authority.issueClient(tls.getPublic(), name, term);
    }

    /** TLS 1.3 with {@code certificate}, or without any. */
    public SSLContext context(X509Certificate authority, @Nullable X509Certificate certificate) {
        try {
            var trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            trusted.setCertificateEntry("authority", authority);
            var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            var context = SSLContext.getInstance("TLSv1.3");
            var keys = certificate == null ? null : new KeyManager[] {new OneKey(tls.getPrivate(), certificate)};
            context.init(keys, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Shows its certificate whoever the server says it accepts. */
    private static final class OneKey extends X509ExtendedKeyManager {
        private static final String ALIAS = "own";

        private final PrivateKey key;
        private final X509Certificate certificate;

        OneKey(PrivateKey key, X509Certificate certificate) {
            this.key = key;
            this.certificate = certificate;
        }

        @Override
        public String chooseClientAlias(String[] types, Principal @Nullable [] issuers, @Nullable Socket socket) {
            return ALIAS;
        }

        @Override
        public String chooseEngineClientAlias(
                String[] types, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
            return ALIAS;
        }

        @Override
        public X509Certificate[] getCertificateChain(String alias) {
            return new X509Certificate[] {certificate};
        }

        @Override
        public PrivateKey getPrivateKey(String alias) {
            return key;
        }

        @Override
        public String[] getClientAliases(String type, Principal @Nullable [] issuers) {
            return new String[] {ALIAS};
        }

        @Override
        public String[] getServerAliases(String type, Principal @Nullable [] issuers) {
            return new String[0];
        }

        @Override
        public @Nullable String chooseServerAlias(
                String type, Principal @Nullable [] issuers, @Nullable Socket socket) {
            return null;
        }
    }
}
