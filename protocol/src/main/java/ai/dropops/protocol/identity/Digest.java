package ai.dropops.protocol.identity;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A SHA-256 digest: 32 bytes, 64 lower-case hexadecimal characters as text. */
public record Digest(Bytes bytes) {
    private static final int SIZE = 32;

    public Digest {
        if (bytes.size() != SIZE) {
            throw new IllegalArgumentException("a SHA-256 digest has " + SIZE + " bytes, not " + bytes.size());
        }
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static Digest wrap(byte[] content) {
        return new Digest(Bytes.wrap(content));
    }

    /** The digest of the concatenated parts. */
    public static Digest of(byte[]... parts) {
        MessageDigest sha256 = sha256();
        for (byte[] part : parts) {
            sha256.update(part);
        }
        return wrap(sha256.digest());
    }

    public static Digest parse(String hex) {
        return wrap(HexFormat.of().parseHex(hex));
    }

    /** A fresh SHA-256 computation. */
    public static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }

    @JsonValue
    public byte[] array() {
        return bytes.array();
    }

    /** Whether both are equal, in time that does not depend on where they differ. */
    public boolean matches(Digest other) {
        return MessageDigest.isEqual(array(), other.array());
    }

    public String hex() {
        return bytes.hex();
    }

    @Override
    public String toString() {
        return hex();
    }
}
