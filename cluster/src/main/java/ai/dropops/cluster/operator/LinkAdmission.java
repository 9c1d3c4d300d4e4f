package ai.dropops.cluster.operator;

import ai.dropops.cluster.operator.OperatorState.Machine;
import ai.dropops.cluster.operator.OperatorState.Slot;
import ai.dropops.protocol.identity.Digest;
import ai.dropops.protocol.identity.Fingerprint;
import ai.dropops.protocol.wire.Frame.Goodbye;

/** Whether somebody who dials with a certificate may hold a slot's link. */
sealed interface LinkAdmission {
    record Admitted(Slot slot, Machine.Known machine) implements LinkAdmission {}

    /** The right certificate, on a machine it was not made for. */
    record Foreign(Slot slot) implements LinkAdmission {}

    record Refused(Goodbye goodbye) implements LinkAdmission {}

    static LinkAdmission of(OperatorState state, Fingerprint fingerprint, Digest tlsKey) {
        if (!(state instanceof Slot slot)
                || !(slot.machine() instanceof Machine.Known known)
                || !slot.key().active()
                || !known.tlsKey().matches(tlsKey)) {
            return new Refused(goodbye(
                    Goodbye.Code.REVOKED,
                    "This operator's key is no longer good; start it with a new one from the operator panel."));
        }
        if (!known.fingerprint().digest().matches(fingerprint.digest())) {
            return new Foreign(slot);
        }
        return slot.quarantined() ? new Refused(rolledBack()) : new Admitted(slot, known);
    }

    static Goodbye rolledBack() {
        return goodbye(
                Goodbye.Code.ROLLED_BACK,
                "This operator forgot receipts it had given, as after restoring or cloning the machine; refresh its key.");
    }

    static Goodbye wrongMachine() {
        return goodbye(
                Goodbye.Code.WRONG_MACHINE,
                "This operator belongs to another machine; add an operator for this one in the operator panel.");
    }

    static Goodbye replaced() {
        return goodbye(Goodbye.Code.REPLACED, "The same operator has dialled again from its host.");
    }

    static Goodbye busy(String message) {
        return new Goodbye(Goodbye.Code.BUSY, message, true);
    }

    static Goodbye unreadable() {
        return busy("The control plane cannot read its database.");
    }

    private static Goodbye goodbye(Goodbye.Code code, String message) {
        return new Goodbye(code, message, false);
    }
}
