package ai.dropops.cluster.approval;

import ai.dropops.persistence.journal.Upcast;
import ai.dropops.protocol.identity.Bytes;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * Questions and denials as they were stored while one yes was enough: without addresses, and with their words in clear,
 * which are passed over.
 */
public final class BeforeQuorum implements Upcast {
    @Override
    public void apply(ObjectNode stored) {
        if (stored.path("question") instanceof ObjectNode question) {
            question(question);
        }
        if (stored.path("feedback").isTextual()) {
            var vote = stored.putObject("vote");
            vote.put("address", "");
            vote.set("by", stored.remove("by"));
            vote.set("at", stored.remove("at"));
            vote.putArray("signatures");
            stored.put("feedback", Bytes.EMPTY.array());
        }
    }

    /** A question wherever it is stored. */
    public static void question(ObjectNode question) {
        if (question.has("terms")) {
            return;
        }
        question.remove(List.of("reasons", "reason"));
        question.put("address", "");
        question.putObject("terms")
                .put("quorum", 1)
                .put("requesterMayApprove", true)
                .put("confirmation", "");
    }
}
