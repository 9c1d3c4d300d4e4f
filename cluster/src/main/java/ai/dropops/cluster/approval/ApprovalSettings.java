package ai.dropops.cluster.approval;

import ai.dropops.cluster.RestartSettings;
import com.typesafe.config.Config;
import java.time.Duration;

/**
 * How an approval's entity behaves.
 *
 * @param remindEvery how often a decision is told until it is acknowledged
 * @param passivateAfter how long one that is over stays in memory
 * @param restart after the journal has failed it
 */
public record ApprovalSettings(Duration remindEvery, Duration passivateAfter, RestartSettings restart) {
    public static ApprovalSettings from(Config config, RestartSettings restart) {
        return new ApprovalSettings(config.getDuration("remind-every"), config.getDuration("passivate-after"), restart);
    }
}
