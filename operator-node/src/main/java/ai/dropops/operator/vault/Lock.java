package ai.dropops.operator.vault;

import ai.dropops.protocol.identity.Bytes;
import ai.dropops.protocol.identity.Digest;
import ai.dropops.protocol.identity.SealingKey;
import ai.dropops.protocol.identity.Secret;
import ai.dropops.protocol.identity.VaultId;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Optional;
import javax.crypto.KDF;
import javax.crypto.spec.HKDFParameterSpec;

/**
 * The vault's data key wrapped by a key that is derived from the operator's. That holds 256 random bits, so the derivation
 * is HKDF-SHA-256 and needs no slowness.
 *
 * @param owner names the key it opens for, without revealing it
 */
record Lock(VaultId vault, Digest owner, Bytes wrapped) {
    private static final String PLACE = "data-key";

    static Lock close(VaultId vault, Secret key, byte[] dataKey) {
        return new Lock(
                vault, owner(vault, key), Bytes.wrap(wrapping(vault, key).seal(PLACE, dataKey)));
    }

    boolean isFor(Secret key) {
        return owner(vault, key).matches(owner);
    }

    /** The data key; empty when the key is another one or the lock was changed. */
    Optional<byte[]> open(Secret key) {
        return wrapping(vault, key).open(PLACE, wrapped.array());
    }

    private static SealingKey wrapping(VaultId vault, Secret key) {
        return new SealingKey(derive(vault, key, "dropops/vault/wrapping-key/1"));
    }

    private static Digest owner(VaultId vault, Secret key) {
        return Digest.wrap(derive(vault, key, "dropops/vault/owner/1"));
    }

    private static byte[] derive(VaultId vault, Secret key, String use) {
        try {
            return KDF.getInstance("HKDF-SHA256")
                    .deriveData(HKDFParameterSpec.ofExtract()
                            .addIKM(key.reveal().getBytes(StandardCharsets.US_ASCII))
                            .addSalt(vault.bytes())
                            .thenExpand(use.getBytes(StandardCharsets.US_ASCII), SealingKey.SIZE));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java runtime has HKDF", e);
        }
    }
}
