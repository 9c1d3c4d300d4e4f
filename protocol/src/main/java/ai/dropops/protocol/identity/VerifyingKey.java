package ai.dropops.protocol.identity;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;

/** A raw Ed25519 public key of 32 bytes (RFC 8032). */
public record VerifyingKey(Bytes raw) {
    private static final int SIZE = 32;
    private static final byte[] SPKI_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

    public VerifyingKey {
        if (raw.size() != SIZE) {
            throw new IllegalArgumentException("an Ed25519 public key has " + SIZE + " bytes");
        }
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
        try {
            Signature ed25519 = Signature.getInstance("Ed25519");
            ed25519.initVerify(publicKey());
            ed25519.update(context.message(content));
            return ed25519.verify(signature);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private PublicKey publicKey() throws GeneralSecurityException {
        byte[] spki = Arrays.copyOf(SPKI_PREFIX, SPKI_PREFIX.length + SIZE);
        System.arraycopy(array(), 0, spki, SPKI_PREFIX.length, SIZE);
        return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(spki));
    }
}
