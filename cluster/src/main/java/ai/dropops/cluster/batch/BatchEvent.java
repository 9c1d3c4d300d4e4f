package ai.dropops.cluster.batch;

import ai.dropops.persistence.journal.Stored;
import ai.dropops.persistence.view.BatchStatus;
import ai.dropops.protocol.action.Permit;
import ai.dropops.protocol.action.Strategy;
import ai.dropops.protocol.identity.MemberId;
import ai.dropops.protocol.identity.WorkspaceId;
import java.time.Instant;
import java.util.List;

/** What has happened to a batch, for ever; targets are named by index. */
public sealed interface BatchEvent extends Stored {
    record Begun(Opening opening, Permit permit) implements BatchEvent {}

    /** Their orders may leave from now on. */
    record Dispatched(List<Range> targets, Instant at) implements BatchEvent {
        public Dispatched {
            targets = List.copyOf(targets);
        }
    }

    /** These targets stand so; a receipt, where there is one, was stored before. */
    record Settled(Mark mark, List<Range> targets, Instant at) implements BatchEvent {
        public Settled {
            targets = List.copyOf(targets);
        }
    }

    record CancelAsked(MemberId by, Instant at) implements BatchEvent {}

    record Ended(BatchStatus status, Instant at) implements BatchEvent {}

    /** It will never begin. */
    record Abandoned(Opening opening) implements BatchEvent {}

    /** Whose batch it is, and its shape. {@code at} is when it began, or was given up. */
    record Opening(
            WorkspaceId workspace,
            MemberId by,
            int targetCount,
            Strategy strategy,
            boolean stopOnFailure,
            Instant createdAt,
            Instant notAfter,
            Instant at) {}
}
