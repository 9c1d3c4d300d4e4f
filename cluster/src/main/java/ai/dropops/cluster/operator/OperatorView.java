package ai.dropops.cluster.operator;

import ai.dropops.cluster.operator.OperatorState.Binding;
import ai.dropops.cluster.operator.OperatorState.Machine;
import ai.dropops.cluster.operator.OperatorState.Slot;
import ai.dropops.persistence.view.Change;
import ai.dropops.persistence.view.OperatorRow;
import ai.dropops.persistence.view.OperatorRow.Pulse;
import ai.dropops.persistence.view.ViewWriter;
import ai.dropops.protocol.identity.OperatorId;

/** An operator's state as the row that lists show. */
record OperatorView(OperatorId id, ViewWriter rows) {
    void show(OperatorState state, long sequence) {
        if (state instanceof Slot slot) {
            OperatorRow row = row(id, sequence, slot);
            rows.write(group -> group.add(row));
        }
    }

    void show(OperatorState state, Pulse pulse) {
        if (state instanceof Slot slot) {
            rows.write(group -> group.add(slot.label().workspace(), id, pulse));
        }
    }

    /** Tells that it shows differently although its row is the same. */
    void touch(OperatorState state) {
        if (state instanceof Slot slot) {
            rows.write(group -> group.add(new Change.OfOperator(slot.label().workspace(), id)));
        }
    }

    private static OperatorRow row(OperatorId id, long sequence, Slot slot) {
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
                slot.labels(),
                slot.alarms(),
                Pulse.NONE);
    }
}
