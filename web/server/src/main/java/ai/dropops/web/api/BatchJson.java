package ai.dropops.web.api;

import ai.dropops.persistence.view.BatchStatus;
import ai.dropops.persistence.view.Counts;
import ai.dropops.protocol.identity.BatchId;
import ai.dropops.protocol.identity.ProposalId;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A batch as the API lists it. */
record BatchJson(
        BatchId id,
        ProposalId proposalId,
        BatchStatus state,
        boolean cancelling,
        String command,
        String strategy,
        int targetCount,
        Counts counts,
        WavesJson waves,
        Who requestedBy,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt) {
    /** The same with every host's part in it. */
    record Whole(@JsonUnwrapped BatchJson batch, List<ExecutionJson> executions) {}
}
