package ai.dropops.protocol.identity;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.HexFormat;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.jspecify.annotations.Nullable;

/**
 * A raw Ed25519 public key of 32 bytes (RFC 8032) with value equality. Whoever keeps it spares each signature but the first
 * a quarter of the work, which is finding its point of the curve.
 */
public final class VerifyingKey {
    private static final int SIZE = 32;
    private static final byte[] SPKI_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

    private final Bytes raw;
    /** Found twice by threads that ask at once, which are answered the same. */
    private @Nullable Ed25519PublicKeyParameters point;

    private VerifyingKey(Bytes raw) {
        if (raw.size() != SIZE) {
            throw new IllegalArgumentException("an Ed25519 public key has " + SIZE + " bytes");
        }
        this.raw = raw;
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static VerifyingKey wrap(byte[] raw) {
        return new VerifyingKey(Bytes.wrap(raw));
    }

    /** The raw key inside a JDK or Bouncy Castle public key. */
    public static VerifyingKey of(PublicKey key) {
        byte[] spki = key.getEncoded();
        if (spki.length != SPKI_PREFIX.length + SIZE) {
            throw new IllegalArgumentException("not an Ed25519 public key");
        }
        return wrap(Arrays.copyOfRange(spki, SPKI_PREFIX.length, spki.length));
    }

    public Bytes raw() {
        return raw;
    }

    @JsonValue
    public byte[] array() {
        return raw.array();
    }

    /** The hash operators and permits name this key by. */
    public Digest digest() {
        return Digest.of(array());
    }

    /** Whether {@code signature} was made over {@code content} in {@code context} by the holder of this key. */
    public boolean verifies(SigningContext context, byte[] content, byte[] signature) {
        if (signature.length != Ed25519.SIGNATURE_SIZE) {
            return false;
        }
        byte[] message = context.message(content);
        try {
            return point().verify(Ed25519.Algorithm.Ed25519, null, message, 0, message.length, signature, 0);
        } catch (IllegalArgumentException e) {
            return false; // 32 bytes that are no point of the curve
        }
    }

    private Ed25519PublicKeyParameters point() {
        Ed25519PublicKeyParameters found = point;
        if (found == null) {
            found = new Ed25519PublicKeyParameters(array());
            point = found;
        }
        return found;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof VerifyingKey that && raw.equals(that.raw);
    }

    @Override
    public int hashCode() {
        return raw.hashCode();
    }

    @Override
    public String toString() {
        return "VerifyingKey[" + raw.hex() + "]";
    }
}
