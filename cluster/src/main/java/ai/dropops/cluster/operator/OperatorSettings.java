package ai.dropops.cluster.operator;

import ai.dropops.cluster.RestartSettings;
import com.typesafe.config.Config;
import java.time.Duration;

/**
 * How an operator's entity behaves.
 *
 * @param passivateAfter how long one without a link stays in memory
 * @param alarmAgainAfter how long the same alarm is not repeated
 * @param restart after the journal has failed it
 */
public record OperatorSettings(Duration passivateAfter, Duration alarmAgainAfter, RestartSettings restart) {
    public static OperatorSettings from(Config config, RestartSettings restart) {
        return new OperatorSettings(
                config.getDuration("passivate-after"), config.getDuration("alarm-again-after"), restart);
    }
}
