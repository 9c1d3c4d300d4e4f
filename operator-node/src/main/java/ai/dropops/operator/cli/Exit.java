package ai.dropops.operator.cli;

/** The codes an operator process ends with. */
public enum Exit {
    OK(0, "stopped: from the console, by Ctrl-C or by a signal"),
    FAILED(1, "something broke; the last line says what"),
    BAD_INPUT(2, "an option, a key or a policy file that cannot be used"),
    NO_PERMISSION(3, "the data folder cannot be written"),
    FOLDER_IN_USE(4, "another operator runs in this folder"),
    REFUSED(5, "the control plane will not have this operator: key unknown, replaced or revoked, or another machine"),
    VAULT(10, "the vault: locked with another key, not intact, or its history does not hold");

    private final int code;
    private final String meaning;

    Exit(int code, String meaning) {
        this.code = code;
        this.meaning = meaning;
    }

    public int code() {
        return code;
    }

    String meaning() {
        return meaning;
    }
}
