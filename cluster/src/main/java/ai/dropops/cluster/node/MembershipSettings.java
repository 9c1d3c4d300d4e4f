package ai.dropops.cluster.node;

import com.typesafe.config.Config;
import java.time.Duration;

/**
 * How nodes get along.
 *
 * @param joinWithin how long a node may take to become a member
 * @param lockWithin how long a node that has lost its lock may take to have it again before a cluster is founded without it
 * @param lookEvery how often unreachable nodes are looked at
 * @param cutOffAfter how long a node that lives may be unreachable before most of the others go on without it
 * @param wakeEvery how often entities whose work waits are woken, wherever they belong
 * @param flushWithin how long other nodes' rows are waited for
 */
record MembershipSettings(
        Duration joinWithin,
        Duration lockWithin,
        Duration lookEvery,
        Duration cutOffAfter,
        Duration wakeEvery,
        Duration flushWithin) {
    static MembershipSettings from(Config config) {
        return new MembershipSettings(
                config.getDuration("join-within"),
                config.getDuration("lock-within"),
                config.getDuration("look-every"),
                config.getDuration("cut-off-after"),
                config.getDuration("wake-every"),
                config.getDuration("flush-within"));
    }
}
