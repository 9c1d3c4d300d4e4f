package ai.dropops.web.api;

import ai.dropops.persistence.view.ApprovalStatus;
import ai.dropops.protocol.guard.Risk;
import ai.dropops.protocol.identity.BatchId;
import ai.dropops.protocol.identity.OperatorId;
import ai.dropops.protocol.identity.ProposalId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A question put to a person, as the API shows it. */
record ApprovalJson(
        ProposalId id,
        BatchId batchId,
        ApprovalStatus state,
        String digest,
        ActionJson action,
        List<Target> targets,
        int targetCount,
        String strategy,
        LimitsJson limits,
        Risk risk,
        List<String> effects,
        String profile,
        List<String> reasons,
        Optional<String> reason,
        Optional<String> diff,
        Who requestedBy,
        Optional<String> requestedFrom,
        Instant requestedAt,
        Instant expiresAt,
        int quorum,
        boolean requesterMayApprove,
        List<Vote> votes,
        Optional<Who> decidedBy,
        @Nullable Instant decidedAt,
        boolean selfApproved,
        Optional<String> feedback) {
    /** What one member said, {@code YES} or {@code NO}, and where from. */
    record Vote(Who by, String answer, Instant at, Optional<String> address) {}

    /**
     * One host it names.
     *
     * @param records who keeps what the command prints there: {@code host} or {@code control-plane}
     */
    record Target(OperatorId operatorId, String name, String hostname, String records) {}
}
