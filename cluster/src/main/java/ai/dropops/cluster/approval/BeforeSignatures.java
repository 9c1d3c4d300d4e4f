package ai.dropops.cluster.approval;

import ai.dropops.persistence.journal.Upcast;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Permits and votes as they were stored while only the control plane signed. */
public final class BeforeSignatures implements Upcast {
    @Override
    public void apply(ObjectNode stored) {
        for (String holder : new String[] {"permit", "vote"}) {
            if (stored.path(holder) instanceof ObjectNode signed && !signed.has("signatures")) {
                signed.putArray("signatures");
            }
        }
    }
}
