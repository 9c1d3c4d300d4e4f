package ai.dropops.cluster.workspace;

import ai.dropops.persistence.journal.Upcast;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** What workspaces stored while targets had no names. */
public final class BeforeGroups implements Upcast {
    @Override
    public void apply(ObjectNode stored) {
        if (!stored.has("groups")) {
            stored.putObject("groups");
        }
    }
}
