package ai.dropops.cluster.operator;

import ai.dropops.persistence.journal.Stored;
import ai.dropops.persistence.view.Alarm;
import ai.dropops.persistence.view.Labels;
import ai.dropops.protocol.guard.HostFacts.Kind;
import ai.dropops.protocol.identity.Digest;
import ai.dropops.protocol.identity.Fingerprint;
import ai.dropops.protocol.identity.SessionId;
import ai.dropops.protocol.identity.VerifyingKey;
import ai.dropops.protocol.identity.WorkspaceId;
import java.time.Instant;

/** What has happened to an operator's slot, for ever. */
public sealed interface OperatorEvent extends Stored {
    record SlotCreated(WorkspaceId workspace, int number, String name, Kind kind, Digest keyHash, Instant at)
            implements OperatorEvent {}

    record KeyRefreshed(Digest keyHash, Instant at) implements OperatorEvent {}

    record KeyRevoked(Instant at) implements OperatorEvent {}

    /** The slot belongs to this machine and these keys from now on. */
    record Enrolled(Fingerprint fingerprint, VerifyingKey receiptKey, Digest tlsKey, String hostname, Instant at)
            implements OperatorEvent {}

    record AlarmRaised(Alarm.Code code, Instant at, String message) implements OperatorEvent {}

    /** Its host forgot receipts; it gets no more orders until its key is refreshed. */
    record Quarantined(long claimed, long known, Instant at) implements OperatorEvent {}

    record Bound(SessionId session, Instant at) implements OperatorEvent {}

    record Unbound(Instant at) implements OperatorEvent {}

    record Stopped(Instant at) implements OperatorEvent {}

    /** These are its labels from now on, and no others. */
    record Labelled(Labels labels, Instant at) implements OperatorEvent {}

    /** Stopped before, it was started again on its host. */
    record Resumed(Instant at) implements OperatorEvent {}
}
