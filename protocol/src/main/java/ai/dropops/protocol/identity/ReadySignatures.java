package ai.dropops.protocol.identity;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * Ed25519 verifications that already hold their public key, which a host would otherwise parse again for every order. One
 * is lent to one thread at a time; of keys not used lately none is kept.
 */
final class ReadySignatures {
    private static final int MOST = 16;

    private final SequencedMap<VerifyingKey, Signature> idle = new LinkedHashMap<>();

    /** Whether {@code signature} is that of {@code key} over {@code message}. */
    boolean verify(VerifyingKey key, byte[] message, byte[] signature) throws GeneralSecurityException {
        Signature lent = lend(key);
        Signature ed25519 = lent == null ? initialised(key) : lent;
        ed25519.update(message);
        boolean holds = ed25519.verify(signature);
        // not after an exception: what half a verification leaves behind is not relied on
        giveBack(key, ed25519);
        return holds;
    }

    private synchronized @Nullable Signature lend(VerifyingKey key) {
        return idle.remove(key);
    }

    private synchronized void giveBack(VerifyingKey key, Signature ready) {
        idle.put(key, ready);
        if (idle.size() > MOST) {
            idle.pollFirstEntry();
        }
    }

    private static Signature initialised(VerifyingKey key) throws GeneralSecurityException {
        Signature ed25519 = Signature.getInstance("Ed25519");
        ed25519.initVerify(KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(key.spki())));
        return ed25519;
    }
}
