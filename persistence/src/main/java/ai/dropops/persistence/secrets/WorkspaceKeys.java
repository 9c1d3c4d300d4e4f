package ai.dropops.persistence.secrets;

import ai.dropops.protocol.identity.Bytes;
import ai.dropops.protocol.identity.SealingKey;
import ai.dropops.protocol.identity.WorkspaceId;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;

/** One key for each workspace, under which everything of it that is secret at rest is sealed. */
public final class WorkspaceKeys {
    private final Keyring keyring;
    private final SecureRandom random;
    private final ConcurrentHashMap<WorkspaceId, byte[]> keys = new ConcurrentHashMap<>();

    public WorkspaceKeys(Keyring keyring, SecureRandom random) {
        this.keyring = keyring;
        this.random = random;
    }

    /** {@code plain} sealed for {@code workspace}; it opens only under the same {@code purpose}, such as an id. */
    public Sealed seal(WorkspaceId workspace, String purpose, Bytes plain) {
        return new Sealed(Bytes.wrap(new SealingKey(key(workspace)).seal(purpose, plain.array())));
    }

    /** What was sealed; an IllegalArgumentException when it was changed or sealed for something else. */
    public Bytes open(WorkspaceId workspace, String purpose, Sealed sealed) {
        return new SealingKey(key(workspace))
                .open(purpose, sealed.bytes().array())
                .map(Bytes::wrap)
                .orElseThrow(() -> new IllegalArgumentException(
                        "what is stored for " + purpose + " was changed or is not of " + workspace));
    }

    /** Keeps the key of {@code workspace} no longer: it was erased, and what is sealed under it opens no more. */
    public void forget(WorkspaceId workspace) {
        byte[] key = keys.remove(workspace);
        if (key != null) {
            Arrays.fill(key, (byte) 0);
        }
    }

    private byte[] key(WorkspaceId workspace) {
        return keys.computeIfAbsent(workspace, id -> keyring.get("workspace/" + id, this::fresh));
    }

    private byte[] fresh() {
        var key = new byte[SealingKey.SIZE];
        random.nextBytes(key);
        return key;
    }
}
