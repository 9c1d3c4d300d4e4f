package ai.dropops.persistence.secrets;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;

/** The keys that make this control plane itself: certificate authority, TLS server and permits, made at the first start. */
public record ControlKeys(Authority authority, KeyPair server, PermitKeys permits) {
    private static final Duration AUTHORITY_TERM = Duration.ofDays(3653);
    private static final Duration BACKDATED = Duration.ofDays(1);
    private static final int KEY_BYTES = 32;

    public static ControlKeys open(Keyring keyring, Clock clock, SecureRandom random) {
        KeyPair authority = keys(keyring, "authority/key", random);
        X509Certificate certificate = certificate(keyring, "authority/certificate", authority, clock, random);
        var mark = new Mark(keyring.get("authority/mark", () -> bytes(random)));
        KeyPair server = keys(keyring, "server/key", random);
        var permits = PermitKeys.in(keyring, random);
        return new ControlKeys(new Authority(authority, certificate, mark, random), server, permits);
    }

    /** The key that signs permits and the time now. */
    public PermitKey permit() {
        return permits.current();
    }

    /** The key pair called {@code name}, made when there is none. */
    static KeyPair keys(Keyring keyring, String name, SecureRandom random) {
        return read(keyring.get(name, () -> write(generate(random))));
    }

    /** The certificate called {@code name} over {@code keys} by themselves, made when there is none. */
    static X509Certificate certificate(Keyring keyring, String name, KeyPair keys, Clock clock, SecureRandom random) {
        return Authority.parse(keyring.get(name, () -> found(keys, clock.instant(), random)));
    }

    private static byte[] found(KeyPair keys, Instant now, SecureRandom random) {
        var term = new Authority.Term(now.minus(BACKDATED), now.plus(AUTHORITY_TERM));
        try {
            return Authority.found(keys, term, random).getEncoded();
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a certificate of our own cannot be written", e);
        }
    }

    private static byte[] bytes(SecureRandom random) {
        var bytes = new byte[KEY_BYTES];
        random.nextBytes(bytes);
        return bytes;
    }

    private static KeyPair generate(SecureRandom random) {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"), random);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java runtime has P-256", e);
        }
    }

    /** The public key's length and DER, then the private key's DER. */
    private static byte[] write(KeyPair keys) {
        byte[] open = keys.getPublic().getEncoded();
        byte[] secret = keys.getPrivate().getEncoded();
        return ByteBuffer.allocate(Integer.BYTES + open.length + secret.length)
                .putInt(open.length)
                .put(open)
                .put(secret)
                .array();
    }

    private static KeyPair read(byte[] written) {
        int open = Integer.BYTES + ByteBuffer.wrap(written).getInt();
        try {
            var factory = KeyFactory.getInstance("EC");
            return new KeyPair(
                    factory.generatePublic(new X509EncodedKeySpec(Arrays.copyOfRange(written, Integer.BYTES, open))),
                    factory.generatePrivate(
                            new PKCS8EncodedKeySpec(Arrays.copyOfRange(written, open, written.length))));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a key of our own cannot be read", e);
        }
    }
}
