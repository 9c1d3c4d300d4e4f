package ai.dropops.cluster.session;

import ai.dropops.persistence.view.Host;
import ai.dropops.persistence.view.Views;
import ai.dropops.protocol.identity.SessionId;
import ai.dropops.protocol.identity.WorkspaceId;
import java.time.Instant;
import java.util.List;

/** The enrolled operators of a workspace that a TARGET means, whoever they are bound to. */
public sealed interface Meant {
    /** Ascending by operator id. */
    record Hosts(List<Host> hosts) implements Meant {
        public Hosts {
            hosts = List.copyOf(hosts);
        }
    }

    /** {@code message} says why. */
    record Nobody(String message) implements Meant {}

    /** Reads {@code targets} in {@code session} against the rows as they are at {@code now}; blocks. */
    static Meant by(String targets, WorkspaceId workspace, SessionId session, Views views, Instant now) {
        var scope = new Targets.Scope(workspace, session, true, _ -> true);
        return switch (Targets.resolve(targets, scope, views, now)) {
            case Targets.NotFound(var _, var message) -> new Nobody(message);
            case Targets.Found(var hosts) -> new Hosts(hosts);
        };
    }
}
