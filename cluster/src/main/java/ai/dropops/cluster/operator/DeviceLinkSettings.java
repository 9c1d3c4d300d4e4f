package ai.dropops.cluster.operator;

import ai.dropops.cluster.RestartSettings;
import com.typesafe.config.Config;
import java.time.Duration;

/**
 * How a device link's entity behaves.
 *
 * @param snapshotEvery after how many events its state is stored
 * @param passivateAfter how long one that nobody uses stays in memory
 * @param restart after the journal has failed it
 */
public record DeviceLinkSettings(int snapshotEvery, Duration passivateAfter, RestartSettings restart) {
    public static DeviceLinkSettings from(Config config, RestartSettings restart) {
        return new DeviceLinkSettings(config.getInt("snapshot-every"), config.getDuration("passivate-after"), restart);
    }
}
