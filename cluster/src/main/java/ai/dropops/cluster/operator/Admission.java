package ai.dropops.cluster.operator;

import ai.dropops.cluster.operator.Operator.Enrolment;
import ai.dropops.cluster.operator.OperatorState.Machine;
import ai.dropops.cluster.operator.OperatorState.Slot;
import java.time.Instant;

/** Whether somebody who knocks with an API key may fill a slot. */
sealed interface Admission {
    /** The slot's first machine. */
    record First(Slot slot) implements Admission {}

    /** The slot's own machine. */
    record Known(Slot slot) implements Admission {}

    /** The right key, on a machine or with a key pair the slot does not belong to. */
    record Foreign(Slot slot) implements Admission {}

    record Refused(Operator.EnrolReply.Reason reason) implements Admission {}

    static Admission of(OperatorState state, Enrolment enrolment) {
        if (!(state instanceof Slot slot)) {
            return new Refused(Operator.EnrolReply.Reason.UNKNOWN_SLOT);
        }
        if (!slot.key().hash().matches(enrolment.keyHash())) {
            return new Refused(Operator.EnrolReply.Reason.WRONG_KEY);
        }
        if (!slot.key().active()) {
            return new Refused(Operator.EnrolReply.Reason.REVOKED);
        }
        return switch (slot.machine()) {
            case Machine.None _ -> new First(slot);
            case Machine.Known known when known.matches(enrolment) -> new Known(slot);
            case Machine.Known _ -> new Foreign(slot);
        };
    }

    static OperatorEvent.Enrolled enrolled(Enrolment enrolment, Instant at) {
        return new OperatorEvent.Enrolled(
                enrolment.fingerprint(), enrolment.receiptKey(), enrolment.tlsKey(), enrolment.hostname(), at);
    }
}
