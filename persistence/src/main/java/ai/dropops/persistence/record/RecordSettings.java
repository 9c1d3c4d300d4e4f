package ai.dropops.persistence.record;

import com.typesafe.config.Config;
import java.time.Duration;

/**
 * How long records are kept of hosts that keep none themselves, {@code dropops.record}.
 *
 * @param keep for how long
 * @param limit bytes of one workspace, sealed; the oldest make room
 * @param pruneEvery how often what is over is deleted
 */
public record RecordSettings(Duration keep, long limit, Duration pruneEvery) {
    public RecordSettings {
        if (!keep.isPositive() || limit < 1 || !pruneEvery.isPositive()) {
            throw new IllegalArgumentException("dropops.record: keep, limit and prune-every must be positive");
        }
    }

    public static RecordSettings from(Config all) {
        Config config = all.getConfig("dropops.record");
        return new RecordSettings(
                config.getDuration("keep"), config.getBytes("limit"), config.getDuration("prune-every"));
    }
}
