package ai.dropops.cluster.batch;

import ai.dropops.cluster.RestartSettings;
import com.typesafe.config.Config;
import java.time.Duration;

/**
 * How a batch goes about its work.
 *
 * @param window how many orders may be under way at once
 * @param tick how often it looks for silent hosts
 * @param redeliverAfter how long it waits before an order is delivered again, the first time; doubled each time
 * @param redeliverAtMost how long it waits at most
 * @param grace how long it waits for a last word after a cancel, or after the permit's time
 * @param entitledFor how long it is taken for granted that orders may still be delivered
 * @param witnessAfter how long after a receipt was stored the host's history is counter-signed
 * @param snapshotEvery after how many events its state is stored
 * @param passivateAfter how long one that is over stays in memory
 * @param restart after the journal has failed it
 */
public record BatchSettings(
        int window,
        Duration tick,
        Duration redeliverAfter,
        Duration redeliverAtMost,
        Duration grace,
        Duration entitledFor,
        Duration witnessAfter,
        int snapshotEvery,
        Duration passivateAfter,
        RestartSettings restart) {
    public static BatchSettings from(Config config, RestartSettings restart) {
        return new BatchSettings(
                config.getInt("window"),
                config.getDuration("tick"),
                config.getDuration("redeliver-after"),
                config.getDuration("redeliver-at-most"),
                config.getDuration("grace"),
                config.getDuration("entitled-for"),
                config.getDuration("witness-after"),
                config.getInt("snapshot-every"),
                config.getDuration("passivate-after"),
                restart);
    }
}
