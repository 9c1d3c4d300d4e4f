package ai.dropops.protocol.action;

import java.time.Duration;
import java.util.Optional;

/**
 * In which order and how fast hosts are to be reached, before it is known how many they are; {@link Limits} in plain
 * numbers follow from it.
 *
 * @param atOnce on how many hosts it may be under way at the same time; a share means at least one
 * @param canary how many go first; a share means at least one
 * @param failures how many may fail before no further host starts
 * @param deliverSeconds how many seconds after it was asked for a host that was away still gets its order;
 *     {@link Limits#WHILE_PERMITTED} when nothing was said
 */
public record Pace(
        Strategy strategy,
        Amount atOnce,
        Amount canary,
        Amount failures,
        Duration pause,
        boolean askEachWave,
        long deliverSeconds) {
    /** One host after the other, until one fails. */
    public static final Pace ONE_BY_ONE = new Pace(
            Strategy.SEQUENTIAL, Amount.ONE, Amount.NONE, Amount.NONE, Duration.ZERO, false, Limits.WHILE_PERMITTED);

    private static final Amount A_TENTH = new Amount(10, true);
    private static final int ONE_ATTEMPT = 1;
    private static final int FOR_EXAMPLE = 100;

    public Pace {
        if (strategy == Strategy.SEQUENTIAL && !atOnce.equals(Amount.ONE)) {
            throw new IllegalArgumentException(
                    "sequential is one host after the other; for more use rolling or parallel");
        }
        limits(FOR_EXAMPLE, atOnce, canary, failures, pause, askEachWave, deliverSeconds)
                .requireFit(strategy);
    }

    /** What was said, and where nothing was, what is usual for {@code strategy}. */
    public static Pace of(
            Strategy strategy,
            Optional<Amount> atOnce,
            Optional<Amount> canary,
            Optional<Amount> failures,
            Duration pause,
            boolean askEachWave,
            long deliverSeconds) {
        return new Pace(
                strategy,
                atOnce.orElseGet(() -> switch (strategy) {
                    case SEQUENTIAL -> Amount.ONE;
                    case ROLLING -> A_TENTH;
                    case CANARY, PARALLEL -> Amount.ALL;
                }),
                canary.orElse(strategy == Strategy.CANARY ? Amount.ONE : Amount.NONE),
                failures.orElse(strategy == Strategy.PARALLEL ? Amount.ALL : Amount.NONE),
                pause,
                askEachWave,
                deliverSeconds);
    }

    /** The limits it means for {@code hosts} hosts. */
    public Limits limits(int hosts) {
        return limits(hosts, atOnce, canary, failures, pause, askEachWave, deliverSeconds);
    }

    private static Limits limits(
            int hosts,
            Amount atOnce,
            Amount canary,
            Amount failures,
            Duration pause,
            boolean askEachWave,
            long deliverSeconds) {
        return new Limits(
                ONE_ATTEMPT,
                Math.min(hosts, some(atOnce, hosts)),
                Math.min(hosts, some(canary, hosts)),
                Math.min(hosts, failures.of(hosts)),
                pause,
                askEachWave,
                deliverSeconds);
    }

    public Waves waves(int hosts) {
        return Waves.of(strategy, limits(hosts), hosts);
    }

    private static int some(Amount amount, int hosts) {
        return amount.number() > 0 ? Math.max(1, amount.of(hosts)) : 0;
    }
}
