package ai.dropops.cluster;

import com.typesafe.config.Config;
import java.time.Duration;
import org.apache.pekko.actor.typed.BackoffSupervisorStrategy;
import org.apache.pekko.actor.typed.SupervisorStrategy;

/** How soon an entity comes back after the journal has failed it, first and at most. */
public record RestartSettings(Duration first, Duration most) {
    private static final double JITTER = 0.2;

    public static RestartSettings from(Config config) {
        return new RestartSettings(config.getDuration("first"), config.getDuration("most"));
    }

    public BackoffSupervisorStrategy strategy() {
        return SupervisorStrategy.restartWithBackoff(first, most, JITTER);
    }
}
