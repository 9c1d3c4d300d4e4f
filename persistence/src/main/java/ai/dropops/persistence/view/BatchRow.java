package ai.dropops.persistence.view;

import ai.dropops.protocol.action.Strategy;
import ai.dropops.protocol.identity.BatchId;
import ai.dropops.protocol.identity.MemberId;
import ai.dropops.protocol.identity.WorkspaceId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A batch as lists show it.
 *
 * @param cancelling whether somebody has asked for its end and some hosts have not answered yet
 */
public record BatchRow(
        BatchId id,
        WorkspaceId workspace,
        long sequence,
        BatchStatus state,
        boolean cancelling,
        Strategy strategy,
        int targetCount,
        Counts counts,
        WaveProgress waves,
        MemberId requestedBy,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt) {}
