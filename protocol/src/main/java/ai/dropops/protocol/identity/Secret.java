package ai.dropops.protocol.identity;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** A text that must never be printed. */
public record Secret(String reveal) {
    /** Whether both are equal, in time that does not depend on where they differ. */
    public boolean matches(Secret other) {
        return MessageDigest.isEqual(utf8(), other.utf8());
    }

    /** What is stored in the secret's place: secrets are long and random, so a plain SHA-256 cannot be searched. */
    public Digest digest() {
        return Digest.of(utf8());
    }

    private byte[] utf8() {
        return reveal.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return "***";
    }
}
