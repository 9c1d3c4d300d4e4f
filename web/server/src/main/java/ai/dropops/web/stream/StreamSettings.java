package ai.dropops.web.stream;

import com.typesafe.config.Config;
import java.time.Duration;

/**
 * How streams are kept.
 *
 * @param heartbeat how often a stream that has nothing to say says so
 * @param lifetime how long a stream lasts before its reader has to open it again, and to be let in again
 * @param backlog how many changes a slow reader may be behind before it is told to read its lists again
 * @param groupsPerSecond how often changes are gathered and told at most
 * @param askTimeout how long an operator's record or link may take to answer
 * @param retryAfter how long to wait before a lost host is looked for again
 * @param retries how often a lost host is looked for before its output is given up
 * @param watchEvery how often a batch is asked again to tell its progress, in case it has moved
 * @param foldEvery how often equal results of a running batch are told together
 * @param transmissionsEvery how often it is looked up what was transmitted, while somebody watches
 */
public record StreamSettings(
        Duration heartbeat,
        Duration lifetime,
        int backlog,
        int groupsPerSecond,
        Duration askTimeout,
        Duration retryAfter,
        int retries,
        Duration watchEvery,
        Duration foldEvery,
        Duration transmissionsEvery) {
    public StreamSettings {
        if (backlog < 1 || groupsPerSecond < 1 || retries < 0) {
            throw new IllegalArgumentException(
                    "dropops.stream: backlog, groups-per-second and retries must be positive");
        }
    }

    public static StreamSettings from(Config config) {
        Config stream = config.getConfig("dropops.stream");
        return new StreamSettings(
                stream.getDuration("heartbeat"),
                stream.getDuration("lifetime"),
                stream.getInt("backlog"),
                stream.getInt("groups-per-second"),
                stream.getDuration("ask-timeout"),
                stream.getDuration("retry-after"),
                stream.getInt("retries"),
                stream.getDuration("watch-every"),
                stream.getDuration("fold-every"),
                stream.getDuration("transmissions-every"));
    }
}
