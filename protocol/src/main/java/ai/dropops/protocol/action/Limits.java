package ai.dropops.protocol.action;

import java.time.Duration;
import java.time.Instant;

/**
 * The bounds an approval sets to carrying it out, in plain numbers.
 *
 * @param attempts how many times one host may be asked to run it, at least 1
 * @param atOnce on how many hosts it may be under way at the same time, at least 1; when rolling, the size of a wave
 * @param canary how many hosts are a wave of their own that goes first and in which none may fail; 0 for no such wave
 * @param failures how many hosts may fail; once one more has, no further host starts
 * @param pause how long to wait between the end of a wave and the beginning of the next, in whole seconds, at most a day
 * @param askEachWave whether each wave but the first also waits for a person's word
 * @param deliverSeconds how many seconds after it was asked for a host that was away still gets its order, at most a day;
 *     0 for as long as the permit holds
 */
public record Limits(
        int attempts, int atOnce, int canary, int failures, Duration pause, boolean askEachWave, long deliverSeconds) {
    /** For limits that let orders wait for their hosts as long as the permit holds. */
    public static final long WHILE_PERMITTED = 0;

    private static final int MAX_ATTEMPTS = 10;
    private static final Duration MAX_PAUSE = Duration.ofDays(1);
    private static final Duration MAX_WAIT = Duration.ofDays(1);

    // Below what its constructor compares with.
    /** One host after the other, none of which may fail. */
    public static final Limits ONE_BY_ONE = new Limits(1, 1, 0, 0, Duration.ZERO, false);

    /** The same without a time of its own for hosts that are away. */
    public Limits(int attempts, int atOnce, int canary, int failures, Duration pause, boolean askEachWave) {
        this(attempts, atOnce, canary, failures, pause, askEachWave, WHILE_PERMITTED);
    }

    public Limits {
        require(attempts >= 1 && attempts <= MAX_ATTEMPTS, "attempts must be between 1 and " + MAX_ATTEMPTS);
        require(atOnce >= 1, "at least one host has to run it at once");
        require(canary >= 0 && failures >= 0, "a number of hosts is not negative");
        require(
                !pause.isNegative()
                        && pause.compareTo(MAX_PAUSE) <= 0
                        && pause.equals(Duration.ofSeconds(pause.toSeconds())),
                "a pause is a whole number of seconds, at most a day");
        require(
                deliverSeconds >= 0 && deliverSeconds <= MAX_WAIT.toSeconds(),
                "a host that is away is waited for at most a day");
    }

    /** The same, with orders waiting for their hosts for {@code seconds} after they were asked for. */
    Limits waitingFor(long seconds) {
        return new Limits(attempts, atOnce, canary, failures, pause, askEachWave, seconds);
    }

    /** Until when a host that was away still gets its order of what may be done within {@code validity}. */
    public Instant deliverBy(Validity validity) {
        return deliverSeconds == WHILE_PERMITTED
                ? validity.notAfter()
                : validity.notBefore().plusSeconds(deliverSeconds);
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
