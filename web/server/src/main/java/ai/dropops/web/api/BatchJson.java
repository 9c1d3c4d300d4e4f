package ai.dropops.web.api;

import ai.dropops.persistence.record.RecordCount;
import ai.dropops.persistence.view.BatchStatus;
import ai.dropops.persistence.view.Counts;
import ai.dropops.protocol.identity.BatchId;
import ai.dropops.protocol.identity.ProposalId;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A batch as the API lists it.
 *
 * @param records who keeps what its commands printed
 */
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
        Records records,
        Who requestedBy,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt) {
    /**
     * Of how many executions the control plane keeps the output, and of how many it did until its time was over; of the others it is
     * on the hosts.
     */
    record Records(int controlPlane, int over) {
        static Records of(RecordCount count) {
            return new Records(count.here(), count.over());
        }
    }

    /** The same with every host's part in it. */
    record Whole(@JsonUnwrapped BatchJson batch, List<ExecutionJson> executions) {}
}
