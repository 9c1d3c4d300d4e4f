package ai.dropops.operator.vault;

import ai.dropops.protocol.identity.ExecutionId;
import java.util.HashMap;
import java.util.Map;

/** Who reads which recording, so that one that is to go is there until the last of them has left. */
final class Visitors {
    private final Map<ExecutionId, Integer> reading = new HashMap<>();
    private final Map<ExecutionId, Runnable> leaving = new HashMap<>();

    /** Whether {@code execution} may still be read; {@link #left} must then be called. */
    synchronized boolean mayCome(ExecutionId execution) {
        if (leaving.containsKey(execution)) {
            return false;
        }
        reading.merge(execution, 1, Integer::sum);
        return true;
    }

    /** One of them reads no more. */
    synchronized void left(ExecutionId execution) {
        if (reading.merge(execution, -1, Integer::sum) == 0) {
            reading.remove(execution);
            if (leaving.containsKey(execution)) {
                leaving.remove(execution).run();
            }
        }
    }

    /** Lets nobody come any more and does {@code last} when nobody is there. */
    synchronized void whenAllHaveLeft(ExecutionId execution, Runnable last) {
        if (reading.containsKey(execution)) {
            leaving.put(execution, last);
        } else {
            last.run();
        }
    }
}
