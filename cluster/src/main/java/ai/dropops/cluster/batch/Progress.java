package ai.dropops.cluster.batch;

import ai.dropops.cluster.CborSerializable;
import ai.dropops.persistence.view.BatchRow;
import ai.dropops.persistence.view.ExecutionRow;
import java.util.List;

/** What somebody who watches a batch is told. */
public sealed interface Progress extends CborSerializable {
    /** The first word, unless the batch has not begun: then it comes when it does. */
    record Snapshot(BatchRow batch, List<ExecutionRow> executions) implements Progress {
        public Snapshot {
            executions = List.copyOf(executions);
        }
    }

    /** It is waiting for its approval. */
    record NotBegun() implements Progress {}

    /** The batch's own state or counts changed. */
    record Changed(BatchRow batch) implements Progress {}

    /** These executions changed, at once. */
    record ExecutionsChanged(List<ExecutionRow> executions) implements Progress {
        public ExecutionsChanged {
            executions = List.copyOf(executions);
        }
    }

    /** Nothing follows; also told when it will never begin. */
    record Ended(BatchRow batch) implements Progress {}
}
