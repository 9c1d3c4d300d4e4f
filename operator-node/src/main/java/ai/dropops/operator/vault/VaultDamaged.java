package ai.dropops.operator.vault;

import java.nio.file.Path;

/** The vault's files are not what they should be. */
public final class VaultDamaged extends RuntimeException {
    private static final long serialVersionUID = 1;

    VaultDamaged(Path file, Exception cause) {
        super(file + " is not an intact database: " + cause.getMessage(), cause);
    }

    VaultDamaged(String message) {
        super(message);
    }
}
