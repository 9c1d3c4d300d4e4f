package ai.dropops.operator.vault;

import ai.dropops.protocol.identity.ExecutionId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The key under which output lies on the disk. Every file has one of its own that is derived from it. */
public final class SpoolKey {
    private static final String HMAC = "HmacSHA256";
    private static final byte[] SPOOL = "dropops/spool/1\0".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] FILE = "dropops/spool/file/1\0".getBytes(StandardCharsets.US_ASCII);

    private final byte[] key;

    private SpoolKey(byte[] key) {
        this.key = key;
    }

    /** The key that comes of a vault's data key: HMAC-SHA-256 under that of {@code dropops/spool/1} and a zero byte. */
    static SpoolKey of(byte[] dataKey) {
        return new SpoolKey(mac(dataKey, SPOOL));
    }

    /**
     * The key of the file that begins with {@code header}: HMAC-SHA-256 of {@code dropops/spool/file/1}, a zero byte, the
     * execution's key, the file's number (4 bytes) and the header, which holds a salt. So a file opens as no other.
     */
    SegmentKey of(ExecutionId execution, int number, ByteBuffer header) {
        byte[] name = execution.value().getBytes(StandardCharsets.US_ASCII);
        ByteBuffer place = ByteBuffer.allocate(name.length + Integer.BYTES + header.remaining())
                .put(name)
                .putInt(number)
                .put(header.duplicate());
        return new SegmentKey(mac(key, FILE, place.array()));
    }

    private static byte[] mac(byte[] key, byte[]... parts) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(key, HMAC));
            for (byte[] part : parts) {
                mac.update(part);
            }
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java runtime has HMAC-SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return "***";
    }
}
