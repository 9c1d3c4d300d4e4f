package ai.dropops.operator.vault;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The key of one file of output. It seals pieces in their order: the length of what follows (4 bytes), the piece encrypted
 * with AES-256-GCM under its number from 0 as the nonce, and the tag. Used by one thread.
 */
final class SegmentKey {
    /** Bytes a sealed piece takes beside its own. */
    static final int OVERHEAD = Integer.BYTES + SegmentKey.TAG;

    private static final int TAG = 16;
    private static final int NONCE = 12;

    private final SecretKeySpec key;
    private final Cipher cipher;

    SegmentKey(byte[] key) {
        this.key = new SecretKeySpec(key, "AES");
        try {
            this.cipher = Cipher.getInstance("AES/GCM/NoPadding");
        } catch (GeneralSecurityException e) {
            throw noCipher(e);
        }
    }

    /** Seals what is left of {@code piece} into {@code into}, as the piece with this number; each has to be another. */
    void seal(long number, ByteBuffer piece, ByteBuffer into) {
        try {
            cipher.init(Cipher.ENCRYPT_MODE, key, nonce(number));
            into.putInt(piece.remaining() + TAG);
            cipher.doFinal(piece, into);
        } catch (GeneralSecurityException e) {
            throw noCipher(e);
        }
    }

    /** The size of the sealed piece {@code sealed} begins with, its length included; an IOException when it can be none. */
    static int size(ByteBuffer sealed, int most) throws IOException {
        int length = sealed.getInt(sealed.position());
        if (length <= TAG || length > most + TAG) {
            throw damaged();
        }
        return Integer.BYTES + length;
    }

    /** Puts the piece {@code sealed} holds, all of it, into {@code into}; an IOException when it is not the one with this number. */
    void open(long number, ByteBuffer sealed, ByteBuffer into) throws IOException {
        sealed.getInt();
        try {
            cipher.init(Cipher.DECRYPT_MODE, key, nonce(number));
            cipher.doFinal(sealed, into);
        } catch (AEADBadTagException e) {
            throw damaged();
        } catch (GeneralSecurityException e) {
            throw noCipher(e);
        }
    }

    private static GCMParameterSpec nonce(long number) {
        return new GCMParameterSpec(
                TAG * Byte.SIZE,
                ByteBuffer.allocate(NONCE).putLong(NONCE - Long.BYTES, number).array());
    }

    private static Damaged damaged() {
        return new Damaged();
    }

    /** A piece is not the one that was sealed. */
    static final class Damaged extends IOException {
        private static final long serialVersionUID = 1;

        Damaged() {
            super("an output file was changed or is damaged");
        }
    }

    private static IllegalStateException noCipher(GeneralSecurityException cause) {
        return new IllegalStateException("every Java runtime has AES-GCM", cause);
    }
}
