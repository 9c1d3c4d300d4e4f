package ai.dropops.cluster.session;

import ai.dropops.cluster.approval.Question;
import ai.dropops.persistence.journal.Stored;
import ai.dropops.protocol.identity.Digest;
import ai.dropops.protocol.identity.MemberId;
import ai.dropops.protocol.identity.OperatorId;
import ai.dropops.protocol.identity.ProposalId;
import ai.dropops.protocol.identity.WorkspaceId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** What is so of a session. */
sealed interface SessionState extends Stored {
    SessionState apply(SessionEvent event);

    record Unopened() implements SessionState {
        @Override
        public SessionState apply(SessionEvent event) {
            return event instanceof SessionEvent.Opened(var workspace, var member, var _)
                    ? new Open(workspace, member, new TreeSet<>(), List.of(), List.of())
                    : this;
        }
    }

    /** A proposal whose decision has not been acted on. */
    record OpenProposal(ProposalId id, Question question) {}

    /** What an idempotency key was used for. */
    record UsedKey(String key, Digest wish, ProposalId proposal, Session.Judgement judgement) {}

    /** {@code keys} are the newest few that were used, the oldest first. */
    record Open(
            WorkspaceId workspace,
            MemberId member,
            SortedSet<OperatorId> bound,
            List<OpenProposal> proposals,
            List<UsedKey> keys)
            implements SessionState {
        static final int KEYS = 200;

        public Open {
            bound = Collections.unmodifiableSortedSet(new TreeSet<>(bound));
            proposals = List.copyOf(proposals);
            keys = List.copyOf(keys);
        }

        @Override
        public Open apply(SessionEvent event) {
            return switch (event) {
                case SessionEvent.Opened _, SessionEvent.Denied _ -> this;
                case SessionEvent.OperatorBound(var operator, var _) -> binding(operator, true);
                case SessionEvent.OperatorUnbound(var operator, var _) -> binding(operator, false);
                case SessionEvent.Proposed proposed ->
                    new Open(workspace, member, bound, with(proposals, open(proposed)), keys(proposed));
                case SessionEvent.Closed(var proposal) ->
                    new Open(
                            workspace,
                            member,
                            bound,
                            proposals.stream()
                                    .filter(open -> !open.id.equals(proposal))
                                    .toList(),
                            keys);
            };
        }

        Optional<OpenProposal> proposal(ProposalId id) {
            return proposals.stream().filter(open -> open.id.equals(id)).findFirst();
        }

        Optional<UsedKey> key(String key) {
            return keys.stream().filter(used -> used.key.equals(key)).findFirst();
        }

        private Open binding(OperatorId operator, boolean isBound) {
            var changed = new TreeSet<>(bound);
            if (isBound) {
                changed.add(operator);
            } else {
                changed.remove(operator);
            }
            return new Open(workspace, member, changed, proposals, keys);
        }

        private List<UsedKey> keys(SessionEvent.Proposed proposed) {
            if (proposed.key().isEmpty()) {
                return keys;
            }
            var judgement = Session.Judgement.of(proposed.question());
            var all = with(keys, new UsedKey(proposed.key(), proposed.wish(), proposed.proposal(), judgement));
            return all.subList(Math.max(0, all.size() - KEYS), all.size());
        }

        private static OpenProposal open(SessionEvent.Proposed proposed) {
            return new OpenProposal(proposed.proposal(), proposed.question());
        }

        private static <T> List<T> with(List<T> list, T more) {
            var longer = new ArrayList<>(list);
            longer.add(more);
            return longer;
        }
    }
}
