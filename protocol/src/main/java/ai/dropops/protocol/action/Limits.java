package ai.dropops.protocol.action;

import java.time.Duration;

/**
 * The bounds an approval sets to carrying it out, in plain numbers.
 *
 * @param attempts how many times one host may be asked to run it, at least 1
 * @param atOnce on how many hosts it may be under way at the same time, at least 1; when rolling, the size of a wave
 * @param canary how many hosts are a wave of their own that goes first and in which none may fail; 0 for no such wave
 * @param failures how many hosts may fail; once one more has, no further host starts
 * @param pause how long to wait between the end of a wave and the beginning of the next, in whole seconds, at most a day
 * @param askEachWave whether each wave but the first also waits for a person's word
 */
public record Limits(int attempts, int atOnce, int canary, int failures, Duration pause, boolean askEachWave) {
    private static final int MAX_ATTEMPTS = 10;
    private static final Duration MAX_PAUSE = Duration.ofDays(1);

    // Below what its constructor compares with.
    /** One host after the other, none of which may fail. */
    public static final Limits ONE_BY_ONE = new Limits(1, 1, 0, 0, Duration.ZERO, false);

    public Limits {
        require(attempts >= 1 && attempts <= MAX_ATTEMPTS, "attempts must be between 1 and " + MAX_ATTEMPTS);
        require(atOnce >= 1, "at least one host has to run it at once");
        require(canary >= 0 && failures >= 0, "a number of hosts is not negative");
        require(
                !pause.isNegative()
                        && pause.compareTo(MAX_PAUSE) <= 0
                        && pause.equals(Duration.ofSeconds(pause.toSeconds())),
                "a pause is a whole number of seconds, at most a day");
    }

    /** Whether anything is waited for between two waves. */
    public boolean haltBetweenWaves() {
        return askEachWave || pause.isPositive();
    }

    /** An IllegalArgumentException that says why, when they do not go with {@code strategy}. */
    public void requireFit(Strategy strategy) {
        require(strategy != Strategy.SEQUENTIAL || atOnce == 1, "a sequence has one host under way at once");
        require(strategy != Strategy.CANARY || canary > 0, "a canary is at least one host");
        require(
                strategy.isInWaves() || (canary == 0 && !haltBetweenWaves()),
                "only rolling and canary have a canary, and a pause or a question between waves");
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}
