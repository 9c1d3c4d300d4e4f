package ai.dropops.operator.link;

import java.time.Duration;

/**
 * The times a connection is kept by.
 *
 * @param greeting how long the control plane may take to answer, at each step
 * @param ping how often it is asked whether it is still there
 * @param silence after which it is taken for dead
 */
public record Pace(Duration greeting, Duration ping, Duration silence) {
    public static Pace usual() {
        return new Pace(Duration.ofSeconds(15), Duration.ofSeconds(25), Duration.ofSeconds(75));
    }
}
