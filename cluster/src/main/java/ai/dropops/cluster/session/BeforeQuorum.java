package ai.dropops.cluster.session;

import ai.dropops.persistence.journal.Upcast;
import ai.dropops.protocol.identity.Bytes;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** What sessions stored while one yes was enough: the guard's words in clear, which are passed over. */
public final class BeforeQuorum implements Upcast {
    @Override
    public void apply(ObjectNode stored) {
        question(stored);
        stored.path("proposals").forEach(BeforeQuorum::question);
        stored.path("keys").forEach(key -> {
            if (key.path("judgement") instanceof ObjectNode judgement) {
                judgement.remove("reasons");
            }
        });
        if (stored.remove("reason") != null) {
            stored.put("address", "").put("brief", Bytes.EMPTY.array());
        }
    }

    private static void question(JsonNode holder) {
        if (holder.path("question") instanceof ObjectNode question) {
            ai.dropops.cluster.approval.BeforeQuorum.question(question);
        }
    }
}
