package ai.dropops.cluster.session;

import ai.dropops.cluster.session.Session.Command;
import ai.dropops.cluster.session.Session.ProposeReply;
import ai.dropops.cluster.session.Session.Reply;
import ai.dropops.protocol.identity.OperatorId;
import ai.dropops.protocol.identity.ProposalId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;

/** Who waits for a session's answer, while its entity lives. */
final class Waiting {
    private final Map<OperatorId, List<ActorRef<Reply>>> forOperators = new HashMap<>();
    private final Map<ProposalId, List<ActorRef<ProposeReply>>> forApprovals = new HashMap<>();
    private final Map<String, List<Command.Propose>> forDrafts = new HashMap<>();

    void forOperator(OperatorId operator, ActorRef<Reply> replyTo) {
        forOperators.computeIfAbsent(operator, _ -> new ArrayList<>()).add(replyTo);
    }

    List<ActorRef<Reply>> operatorAnswered(OperatorId operator) {
        return Optional.ofNullable(forOperators.remove(operator)).orElse(List.of());
    }

    void forApproval(ProposalId proposal, List<ActorRef<ProposeReply>> replyTo) {
        forApprovals.put(proposal, replyTo);
    }

    List<ActorRef<ProposeReply>> approvalAnswered(ProposalId proposal) {
        return Optional.ofNullable(forApprovals.remove(proposal)).orElse(List.of());
    }

    /** Proposals whose approval has not said that it is stored. */
    List<ProposalId> unanswered() {
        return List.copyOf(forApprovals.keySet());
    }

    /** Joins those who wait for a draft under the same key; whether there are any. */
    boolean joinsDraft(Command.Propose propose) {
        List<Command.Propose> others = forDrafts.get(propose.wish().idempotencyKey());
        return others != null && others.add(propose);
    }

    void beginsDraft(Command.Propose propose) {
        if (!propose.wish().idempotencyKey().isEmpty()) {
            forDrafts.put(propose.wish().idempotencyKey(), new ArrayList<>(List.of(propose)));
        }
    }

    /** Everybody who waited for the draft of {@code propose}. */
    List<Command.Propose> drafted(Command.Propose propose) {
        List<Command.Propose> waited = forDrafts.remove(propose.wish().idempotencyKey());
        return waited == null ? List.of(propose) : waited;
    }
}
