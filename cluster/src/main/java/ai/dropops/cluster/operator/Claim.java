package ai.dropops.cluster.operator;

import ai.dropops.cluster.operator.Operator.Reply.Reason;
import ai.dropops.cluster.operator.OperatorState.Binding;
import ai.dropops.cluster.operator.OperatorState.Machine;
import ai.dropops.cluster.operator.OperatorState.Slot;
import ai.dropops.protocol.identity.SessionId;
import ai.dropops.protocol.identity.WorkspaceId;

/** How a session stands to an operator it wants. */
sealed interface Claim {
    /** Nobody has it. */
    record Free() implements Claim {}

    /** The session has it already. */
    record Held() implements Claim {}

    record Refused(Reason reason) implements Claim {}

    static Claim of(OperatorState state, WorkspaceId workspace, SessionId session) {
        if (!(state instanceof Slot slot) || !slot.label().workspace().equals(workspace)) {
            return new Refused(Reason.UNKNOWN_OPERATOR);
        }
        return switch (slot.binding()) {
            case Binding.To to when to.session().equals(session) -> new Held();
            case Binding.To _ -> new Refused(Reason.BOUND_ELSEWHERE);
            case Binding.Free _ when slot.machine() instanceof Machine.None -> new Refused(Reason.NOT_ENROLLED);
            case Binding.Free _ -> new Free();
        };
    }
}
