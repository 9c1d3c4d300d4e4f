package ai.dropops.cluster.node;

import ai.dropops.persistence.node.Registration;
import java.util.List;
import javax.net.ssl.SSLContext;

/**
 * What a process brings to be one node of several.
 *
 * @param version of its program; those one minor step apart work together
 * @param seeds whom to join; when there are none, whom the database knows
 * @param tls by which nodes know each other
 */
public record Membership(
        Registration registration, String version, NodeAddress self, List<NodeAddress> seeds, SSLContext tls) {
    public Membership {
        seeds = List.copyOf(seeds);
    }
}
