package ai.dropops.persistence.traffic;

import ai.dropops.protocol.identity.ExecutionId;
import ai.dropops.protocol.identity.OperatorId;
import ai.dropops.protocol.identity.WorkspaceId;
import org.jspecify.annotations.Nullable;

/**
 * What one operator's socket carried of one kind since it was last asked.
 *
 * @param execution what it was for, or null where it was for none
 * @param up bytes that left the host
 * @param down bytes that went to the host
 * @param kept bytes the execution printed, or null before its receipt has come
 */
public record Counted(
        WorkspaceId workspace,
        OperatorId operator,
        TrafficKind kind,
        @Nullable ExecutionId execution,
        long frames,
        long up,
        long down,
        @Nullable Long kept) {
    public Counted {
        boolean ofExecution = switch (kind) {
            case EXECUTION, OUTPUT, RECORD -> true;
            case HEARTBEAT, CONNECTION, FRAMING -> false;
        };
        if (execution != null && !ofExecution) {
            throw new IllegalArgumentException(kind + " is for no execution");
        }
    }
}
