package ai.dropops.cluster.approval;

import ai.dropops.protocol.identity.SessionId;

/** Where decisions go: to the session that asked, the last one again and again until it is acknowledged. */
@FunctionalInterface
public interface Decisions {
    void tell(SessionId asker, Decision decision);
}
