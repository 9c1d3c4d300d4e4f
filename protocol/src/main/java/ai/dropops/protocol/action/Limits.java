package ai.dropops.protocol.action;

/**
 * The bounds an approval sets to carrying it out.
 *
 * @param attempts how many times one host may be asked to run it, at least 1
 * @param waves into how many groups the hosts are split, at least 1
 * @param stopOnFailure whether the first failure keeps the remaining hosts from starting
 */
public record Limits(int attempts, int waves, boolean stopOnFailure) {
    private static final int MAX_ATTEMPTS = 10;

    public Limits {
        if (attempts < 1 || attempts > MAX_ATTEMPTS) {
            throw new IllegalArgumentException("attempts must be between 1 and " + MAX_ATTEMPTS);
        }
        if (waves < 1) {
            throw new IllegalArgumentException("a batch has at least one wave");
        }
    }
}
