package ai.dropops.protocol.audit;

/**
 * What a history does not hold to.
 *
 * @param entry the number of the first entry that is not as it was, 0 when the file as a whole is meant
 * @param message what is wrong, in one sentence without its full stop
 */
public record Flaw(long entry, String message) {
    /** One line for a terminal. */
    public String line() {
        return (entry == 0 ? "the history" : "entry " + entry) + ": " + message;
    }
}
