package ai.dropops.cluster.session;

import ai.dropops.cluster.RestartSettings;
import com.typesafe.config.Config;
import java.time.Duration;

/**
 * How a session behaves.
 *
 * @param decideWithin how long a proposal waits for a human
 * @param askAgainEvery how often an approval that has not answered is asked again
 * @param snapshotEvery after how many events its state is stored
 * @param restart after the journal has failed it
 */
public record SessionSettings(
        Duration decideWithin, Duration askAgainEvery, int snapshotEvery, RestartSettings restart) {
    public static SessionSettings from(Config config, RestartSettings restart) {
        return new SessionSettings(
                config.getDuration("decide-within"),
                config.getDuration("ask-again-every"),
                config.getInt("snapshot-every"),
                restart);
    }
}
