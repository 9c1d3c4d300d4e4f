package ai.dropops.cluster.approval;

import ai.dropops.cluster.approval.Approval.Event;
import ai.dropops.cluster.approval.Approval.Reply.Reason;
import ai.dropops.protocol.action.ApproverSignature;
import ai.dropops.protocol.action.Permit;
import ai.dropops.protocol.identity.Bytes;
import ai.dropops.protocol.identity.MemberId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How one question stands. */
sealed interface ApprovalState {
    ApprovalState apply(Event event);

    record Unasked() implements ApprovalState {
        @Override
        public ApprovalState apply(Event event) {
            return event instanceof Event.Asked(var question) ? new Pending(question, List.of()) : this;
        }
    }

    /** Those in {@code agreed} are different members, in the order in which they said yes. */
    record Pending(Question question, List<Vote> agreed) implements ApprovalState {
        public Pending {
            agreed = List.copyOf(agreed);
        }

        @Override
        public ApprovalState apply(Event event) {
            return switch (event) {
                case Event.Agreed(var vote) -> with(vote);
                case Event.Granted(var by, var at, var permit) -> decided(new Ending.Granted(by, at, permit));
                case Event.Allowed(var permit) -> decided(new Ending.Allowed(permit));
                case Event.Denied(var vote, var feedback) -> decided(new Ending.Denied(vote, feedback));
                case Event.Expired(var at) -> decided(new Ending.Expired(at));
                case Event.Asked _, Event.Acknowledged _ -> this;
            };
        }

        /** A member's second yes changes nothing. */
        Pending with(Vote vote) {
            if (hasAgreed(vote.by())) {
                return this;
            }
            var more = new ArrayList<>(agreed);
            more.add(vote);
            return new Pending(question, more);
        }

        List<MemberId> approvers() {
            return agreed.stream().map(Vote::by).toList();
        }

        /** Why this yes does not count, if it does not. */
        Optional<Reason> objectionTo(Approval.Command.Grant grant) {
            if (!question.digest().matches(grant.seen())) {
                return Optional.of(Reason.DIGEST_MISMATCH);
            }
            if (!question.terms().requesterMayApprove() && grant.by().equals(question.by())) {
                return Optional.of(Reason.REQUESTER_MAY_NOT);
            }
            if (hasAgreed(grant.by())) {
                return Optional.of(Reason.ALREADY_AGREED);
            }
            if (!grant.signatures().stream().allMatch(this::isNew)) {
                return Optional.of(Reason.BAD_SIGNATURE);
            }
            return question.terms().areConfirmedBy(grant.typed())
                    ? Optional.empty()
                    : Optional.of(Reason.NOT_CONFIRMED);
        }

        List<ApproverSignature> signatures() {
            return agreed.stream().flatMap(vote -> vote.signatures().stream()).toList();
        }

        private boolean isNew(ApproverSignature signature) {
            return signature.approves(question.digest())
                    && signatures().stream().noneMatch(other -> other.key().equals(signature.key()));
        }

        private boolean hasAgreed(MemberId member) {
            return agreed.stream().anyMatch(vote -> vote.by().equals(member));
        }

        private Decided decided(Ending ending) {
            return new Decided(question, agreed, ending, false);
        }
    }

    /** Over; {@code acknowledged} once the session has acted on it. */
    record Decided(Question question, List<Vote> agreed, Ending ending, boolean acknowledged) implements ApprovalState {
        @Override
        public ApprovalState apply(Event event) {
            return event instanceof Event.Acknowledged ? new Decided(question, agreed, ending, true) : this;
        }
    }

    /** How it was decided. */
    sealed interface Ending {
        record Granted(MemberId by, Instant at, Permit permit) implements Ending {}

        record Allowed(Permit permit) implements Ending {}

        record Denied(Vote vote, Bytes feedback) implements Ending {}

        record Expired(Instant at) implements Ending {}
    }
}
