package ai.dropops.cluster.batch;

import ai.dropops.persistence.journal.Upcast;
import ai.dropops.protocol.action.Limits;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Limits as they were stored while every order waited for its host as long as the permit held. */
public final class BeforeWaiting implements Upcast {
    @Override
    public void apply(ObjectNode stored) {
        stored.findValues("limits").forEach(limits -> {
            if (limits instanceof ObjectNode earlier && !earlier.has("deliverSeconds")) {
                earlier.put("deliverSeconds", Limits.WHILE_PERMITTED);
            }
        });
    }
}
