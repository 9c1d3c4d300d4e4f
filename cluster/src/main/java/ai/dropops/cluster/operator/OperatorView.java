package ai.dropops.cluster.operator;

import ai.dropops.cluster.operator.OperatorState.Binding;
import ai.dropops.cluster.operator.OperatorState.Machine;
import ai.dropops.cluster.operator.OperatorState.Slot;
import ai.dropops.persistence.view.OperatorRow;
import ai.dropops.persistence.view.OperatorRow.Pulse;
import ai.dropops.protocol.identity.OperatorId;

/** An operator's state as the row that lists show. */
final class OperatorView {
    private OperatorView() {}

    static OperatorRow row(OperatorId id, long sequence, Slot slot) {
        return new OperatorRow(
                id,
                slot.label().workspace(),
                sequence,
                slot.label().number(),
                slot.label().name(),
                slot.label().kind(),
                slot.label().createdAt(),
                slot.key().active(),
                slot.stopped(),
                slot.quarantined(),
                slot.machine() instanceof Machine.Known known ? known.hostname() : "",
                slot.machine() instanceof Machine.Known known
                        ? known.receiptKey().digest()
                        : null,
                slot.machine() instanceof Machine.Known known ? known.enrolledAt() : null,
                slot.binding() instanceof Binding.To to ? to.session() : null,
                slot.alarms(),
                Pulse.NONE);
    }
}
