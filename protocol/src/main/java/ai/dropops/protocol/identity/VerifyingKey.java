package ai.dropops.protocol.identity;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.HexFormat;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;

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
        byte[] message = context.message(content);
        var ed25519 = new Ed25519Signer();
        try {
            ed25519.init(false, new Ed25519PublicKeyParameters(array()));
        } catch (IllegalArgumentException e) {
            return false; // 32 bytes that are no point of the curve
        }
        ed25519.update(message, 0, message.length);
        return ed25519.verifySignature(signature);
    }
}
