package ai.dropops.operator.vault;

/** The vault could not be read or written: a broken disk, none left, or a row that was changed by somebody else. */
public final class VaultFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    VaultFailure(Exception cause) {
        super("the operator's database cannot be used: " + cause.getMessage(), cause);
    }

    VaultFailure(String message) {
        super(message);
    }
}
