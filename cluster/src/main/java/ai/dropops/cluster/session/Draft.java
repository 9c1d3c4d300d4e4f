package ai.dropops.cluster.session;

import ai.dropops.cluster.approval.Question;
import ai.dropops.protocol.identity.Bytes;
import ai.dropops.protocol.identity.ProposalId;
import java.util.List;

/** What became of a wish: a frozen proposal that is stored, or a reason why there is none. */
sealed interface Draft {
    record Ready(ProposalId proposal, Question question) implements Draft {}

    /** {@code brief} is sealed, to be kept; the rest is for whoever wished. */
    record Denied(List<String> effects, String reason, Bytes brief) implements Draft {
        public Denied {
            effects = List.copyOf(effects);
        }
    }

    record Refused(Session.ProposeReply.Reason reason, String message) implements Draft {}
}
