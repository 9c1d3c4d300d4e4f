package ai.dropops.cluster.batch;

import ai.dropops.cluster.batch.BatchEvent.Opening;
import ai.dropops.persistence.view.BatchRow;
import ai.dropops.persistence.view.BatchStatus;
import ai.dropops.persistence.view.Counts;
import ai.dropops.persistence.view.WaveProgress;
import ai.dropops.protocol.identity.BatchId;

/** A batch nobody approved, as the row that lists show. */
final class AbandonedBatch {
    private AbandonedBatch() {}

    static BatchRow row(BatchId id, Opening opening) {
        return new BatchRow(
                id,
                opening.workspace(),
                1,
                BatchStatus.CANCELLED,
                false,
                opening.strategy(),
                opening.targetCount(),
                new Counts(0, 0, 0, 0, 0, 0, 0, 0, opening.targetCount(), 0, 0),
                WaveProgress.none(opening.waves().count()),
                opening.by(),
                opening.createdAt(),
                null,
                opening.at());
    }
}
