package ai.dropops.operator.vault;

import java.nio.file.Path;

/** The vault belongs to another key; it is as it was. */
public final class VaultLocked extends RuntimeException {
    private static final long serialVersionUID = 1;

    VaultLocked(Path file) {
        super(file + " is locked with another key");
    }
}
