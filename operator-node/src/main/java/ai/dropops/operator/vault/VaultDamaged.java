package ai.dropops.operator.vault;

import java.nio.file.Path;

/** The vault's file is not the intact database it should be. */
public final class VaultDamaged extends RuntimeException {
    private static final long serialVersionUID = 1;

    VaultDamaged(Path file, Exception cause) {
        super(file + " is not an intact database: " + cause.getMessage(), cause);
    }
}
