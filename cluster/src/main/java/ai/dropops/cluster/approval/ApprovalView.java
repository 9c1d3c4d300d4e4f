package ai.dropops.cluster.approval;

import ai.dropops.cluster.approval.ApprovalState.Decided;
import ai.dropops.cluster.approval.ApprovalState.Ending;
import ai.dropops.cluster.approval.ApprovalState.Pending;
import ai.dropops.cluster.approval.ApprovalState.Unasked;
import ai.dropops.persistence.view.ApprovalRow;
import ai.dropops.persistence.view.ApprovalStatus;
import ai.dropops.protocol.identity.Bytes;
import ai.dropops.protocol.identity.MemberId;
import ai.dropops.protocol.identity.ProposalId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An approval's state as the row that lists show. */
final class ApprovalView {
    private record Answer(
            ApprovalStatus status,
            @Nullable MemberId by,
            @Nullable Instant at,
            Bytes feedback,
            boolean acknowledged) {}

    private ApprovalView() {}

    static Optional<ApprovalRow> row(ProposalId id, long sequence, ApprovalState state) {
        return switch (state) {
            case Unasked _ -> Optional.empty();
            case Pending(var question, var agreed) ->
                Optional.of(row(
                        id,
                        sequence,
                        question,
                        votes(agreed, true),
                        new Answer(ApprovalStatus.PENDING, null, null, Bytes.EMPTY, false)));
            case Decided decided -> Optional.of(row(id, sequence, decided.question(), votes(decided), answer(decided)));
        };
    }

    private static List<ApprovalRow.Vote> votes(Decided decided) {
        var votes = new ArrayList<>(votes(decided.agreed(), true));
        if (decided.ending() instanceof Ending.Denied(var vote, var _)) {
            votes.addAll(votes(List.of(vote), false));
        }
        return votes;
    }

    private static List<ApprovalRow.Vote> votes(List<Vote> votes, boolean yes) {
        return votes.stream()
                .map(vote -> new ApprovalRow.Vote(vote.by(), yes, vote.at(), vote.address()))
                .toList();
    }

    private static Answer answer(Decided decided) {
        boolean acknowledged = decided.acknowledged();
        return switch (decided.ending()) {
            case Ending.Granted(var by, var at, var _) ->
                new Answer(ApprovalStatus.GRANTED, by, at, Bytes.EMPTY, acknowledged);
            case Ending.Allowed _ ->
                new Answer(ApprovalStatus.AUTOMATIC, null, decided.question().askedAt(), Bytes.EMPTY, acknowledged);
            case Ending.Denied(var vote, var feedback) ->
                new Answer(ApprovalStatus.DENIED, vote.by(), vote.at(), feedback, acknowledged);
            case Ending.Expired(var at) -> new Answer(ApprovalStatus.EXPIRED, null, at, Bytes.EMPTY, acknowledged);
        };
    }

    private static ApprovalRow row(
            ProposalId id, long sequence, Question question, List<ApprovalRow.Vote> votes, Answer answer) {
        return new ApprovalRow(
                id,
                question.workspace(),
                sequence,
                question.asker(),
                answer.status(),
                question.digest(),
                question.targetCount(),
                question.strategy(),
                question.limits(),
                question.risk(),
                question.terms().quorum(),
                question.terms().requesterMayApprove(),
                question.by(),
                question.address(),
                question.askedAt(),
                question.expiresAt(),
                votes,
                answer.by(),
                answer.at(),
                question.answer() == Question.Answer.SELF,
                answer.feedback(),
                answer.acknowledged());
    }
}
