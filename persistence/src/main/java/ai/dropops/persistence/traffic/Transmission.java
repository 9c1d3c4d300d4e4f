package ai.dropops.persistence.traffic;

import ai.dropops.persistence.view.ExecutionStatus;
import ai.dropops.protocol.identity.BatchId;
import ai.dropops.protocol.identity.Digest;
import ai.dropops.protocol.identity.ExecutionId;
import ai.dropops.protocol.identity.OperatorId;
import ai.dropops.protocol.identity.ProposalId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One execution, in bytes.
 *
 * @param at when something of it was last transmitted
 * @param kept what it printed, all of which lies on the host; 0 where that keeps no records
 * @param told what left the host to say how it went: that it began, and receipts
 * @param shown what left the host because somebody read the output, or because the host keeps none
 * @param exitCode null unless it is FINISHED
 * @param stdout the digest of what a reader of standard output is shown, null before the execution has ended
 */
public record Transmission(
        ExecutionId execution,
        OperatorId operator,
        String name,
        ProposalId proposal,
        Instant at,
        long kept,
        long told,
        long shown,
        ExecutionStatus state,
        @Nullable Integer exitCode,
        @Nullable Digest stdout,
        @Nullable Digest stderr) {
    public BatchId batch() {
        return BatchId.of(proposal);
    }
}
