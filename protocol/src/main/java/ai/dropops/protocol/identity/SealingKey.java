package ai.dropops.protocol.identity;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * A key that seals what is stored: AES-256-GCM under a random nonce (NIST SP 800-38D) as format byte, nonce, ciphertext and
 * tag. What the bytes are for is authenticated, so that they open for nothing else.
 */
public final class SealingKey {
    /** Bytes of a key. */
    public static final int SIZE = 32;

    private static final byte FORMAT = 1;
    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;
    private static final int HEAD = 1 + NONCE;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final SecretKeySpec key;

    /** @param key of {@link #SIZE} bytes */
    public SealingKey(byte[] key) {
        this.key = new SecretKeySpec(key, "AES");
    }

    public byte[] seal(String purpose, byte[] plain) {
        byte[] nonce = random(NONCE);
        try {
            Cipher cipher = cipher(Cipher.ENCRYPT_MODE, new GCMParameterSpec(TAG_BITS, nonce), purpose);
            var sealed = new byte[HEAD + cipher.getOutputSize(plain.length)];
            sealed[0] = FORMAT;
            System.arraycopy(nonce, 0, sealed, 1, NONCE);
            cipher.doFinal(plain, 0, plain.length, sealed, HEAD);
            return sealed;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java runtime has AES-GCM", e);
        }
    }

    /** What was sealed; empty when the key or the purpose is another one, or a bit was changed. */
    public Optional<byte[]> open(String purpose, byte[] sealed) {
        if (sealed.length < HEAD + TAG_BITS / Byte.SIZE || sealed[0] != FORMAT) {
            return Optional.empty();
        }
        try {
            return Optional.of(cipher(Cipher.DECRYPT_MODE, new GCMParameterSpec(TAG_BITS, sealed, 1, NONCE), purpose)
                    .doFinal(sealed, HEAD, sealed.length - HEAD));
        } catch (AEADBadTagException _) {
            return Optional.empty();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java runtime has AES-GCM", e);
        }
    }

    /** Bytes nobody can foretell, for keys, salts and ids. */
    public static byte[] random(int size) {
        var bytes = new byte[size];
        RANDOM.nextBytes(bytes);
        return bytes;
    }

    private Cipher cipher(int mode, GCMParameterSpec nonce, String purpose) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, nonce);
        cipher.updateAAD(purpose.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }
}
