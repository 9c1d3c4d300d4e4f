package ai.dropops.operator.link;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/** How long to wait before dialling again: full jitter under a bound that doubles with every failure in a row. */
public final class Backoff {
    private static final Duration FIRST = Duration.ofMillis(200);
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private final DoubleSupplier random;
    private int failures;

    /** @param random numbers from 0 to 1 */
    public Backoff(DoubleSupplier random) {
        this.random = random;
    }

    public Duration next() {
        long bound = Math.min(LONGEST.toMillis(), FIRST.toMillis() << Math.min(failures, 16));
        failures++;
        return Duration.ofMillis((long) (bound * random.getAsDouble()));
    }

    /** It worked: the next wait is among the shortest again. */
    public void reset() {
        failures = 0;
    }
}
