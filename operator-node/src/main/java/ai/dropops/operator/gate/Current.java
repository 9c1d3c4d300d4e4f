package ai.dropops.operator.gate;

import ai.dropops.protocol.identity.ExecutionId;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The executions this process has let through whose output is not history yet: they run, or have ended a moment ago. */
final class Current {
    static final Duration LINGERS = Duration.ofMinutes(10);

    private final Map<ExecutionId, Instant> until = new ConcurrentHashMap<>();

    void began(ExecutionId execution) {
        until.put(execution, Instant.MAX);
    }

    void ended(ExecutionId execution, Instant now) {
        until.values().removeIf(now::isAfter);
        until.put(execution, now.plus(LINGERS));
    }

    boolean holds(ExecutionId execution, Instant now) {
        return !now.isAfter(until.getOrDefault(execution, Instant.MIN));
    }
}
