package ai.dropops.persistence.view;

import ai.dropops.protocol.action.Volume;
import ai.dropops.protocol.identity.BatchId;
import ai.dropops.protocol.identity.ExecutionId;
import ai.dropops.protocol.identity.OperatorId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One host's carrying-out of a batch.
 *
 * @param index the host's place in the batch, counted from 0
 * @param exitCode null unless it is FINISHED
 * @param message what the host or the control plane says of it, empty when there is nothing to say
 */
public record ExecutionRow(
        ExecutionId id,
        BatchId batch,
        int index,
        OperatorId operator,
        String hostname,
        String name,
        ExecutionStatus state,
        @Nullable Integer exitCode,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        @Nullable Volume stdout,
        @Nullable Volume stderr,
        String message) {
    /** Whether it ended as it should. */
    public boolean succeeded() {
        return exitCode != null && exitCode == 0;
    }
}
