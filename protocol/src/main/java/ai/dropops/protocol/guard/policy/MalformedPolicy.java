package ai.dropops.protocol.guard.policy;

/** A text that is not a policy document; the message names line, key and what to write instead. */
public final class MalformedPolicy extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    MalformedPolicy(int line, String message) {
        super("line " + line + ": " + message);
    }

    MalformedPolicy(String message) {
        super(message);
    }
}
