package ai.dropops.protocol.audit;

import ai.dropops.protocol.identity.Bytes;
import ai.dropops.protocol.identity.Digest;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The key that authenticates one entry. The next is its hash, so whoever finds a key can authenticate nothing before it. */
public final class ChainKey {
    /** Bytes of a key. */
    public static final int SIZE = 32;

    private static final String HMAC = "HmacSHA256";
    private static final byte[] NEXT = "dropops/chain/next\0".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] TAG = "dropops/chain/tag\0".getBytes(StandardCharsets.US_ASCII);

    private final byte[] key;

    private ChainKey(byte[] key) {
        if (key.length != SIZE) {
            throw new IllegalArgumentException("a chain key has " + SIZE + " bytes");
        }
        this.key = key;
    }

    /** The key with these bytes, which the caller promises not to change. */
    public static ChainKey wrap(byte[] key) {
        return new ChainKey(key);
    }

    /** SHA-256 of {@code dropops/chain/next}, a zero byte and this key. */
    public ChainKey next() {
        return new ChainKey(Digest.of(NEXT, key).array());
    }

    /** HMAC-SHA-256 under this key of {@code dropops/chain/tag}, a zero byte and the entry's hash. */
    public Bytes tag(Digest hash) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(key, HMAC));
            mac.update(TAG);
            return Bytes.wrap(mac.doFinal(hash.array()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java runtime has HMAC-SHA-256", e);
        }
    }

    /** The key's bytes, for keeping them sealed or handing them to a witness. */
    public byte[] reveal() {
        return key.clone();
    }

    @Override
    public String toString() {
        return "***";
    }
}
