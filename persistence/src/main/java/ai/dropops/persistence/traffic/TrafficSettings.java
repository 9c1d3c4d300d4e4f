package ai.dropops.persistence.traffic;

import com.typesafe.config.Config;
import java.time.Duration;

/**
 * How traffic is written down, {@code dropops.traffic}.
 *
 * @param flushEvery how soon what an execution transmitted is written
 * @param idleFlushes after how many of those times the rest is: heartbeats, and what carries them
 */
public record TrafficSettings(Duration flushEvery, int idleFlushes) {
    public TrafficSettings {
        if (!flushEvery.isPositive() || idleFlushes < 1) {
            throw new IllegalArgumentException("dropops.traffic: flush-every and idle-flushes must be positive");
        }
    }

    public static TrafficSettings from(Config all) {
        Config config = all.getConfig("dropops.traffic");
        return new TrafficSettings(config.getDuration("flush-every"), config.getInt("idle-flushes"));
    }
}
