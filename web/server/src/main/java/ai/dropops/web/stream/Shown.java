package ai.dropops.web.stream;

import ai.dropops.persistence.view.BatchRow;
import ai.dropops.persistence.view.Change;
import ai.dropops.persistence.view.ExecutionRow;
import ai.dropops.web.auth.Caller;
import java.util.List;
import java.util.Optional;

/** Rows in the JSON of the API, so that streams and endpoints say the same. */
public interface Shown {
    /** What was changed, read now; empty when it is gone. Blocks. */
    Optional<Event.Named> changed(Change change, Caller caller);

    /** A batch with its executions. Blocks. */
    Object batch(BatchRow batch, List<ExecutionRow> executions);

    /** A batch without them. Blocks. */
    Object batch(BatchRow batch);

    Object execution(ExecutionRow execution);
}
