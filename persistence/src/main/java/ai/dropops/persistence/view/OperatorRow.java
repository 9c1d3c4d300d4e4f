package ai.dropops.persistence.view;

import ai.dropops.protocol.guard.HostFacts.Kind;
import ai.dropops.protocol.identity.Digest;
import ai.dropops.protocol.identity.OperatorId;
import ai.dropops.protocol.identity.SessionId;
import ai.dropops.protocol.identity.WorkspaceId;
import ai.dropops.protocol.wire.HostReport;
import ai.dropops.protocol.wire.Metrics;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An operator as lists show it.
 *
 * @param sequence of the entity's last event
 * @param number its place in the workspace, counted from 1: the index a TARGET may name
 * @param receiptKey the digest of its receipt key; null until it has enrolled
 * @param hostname as told at enrolment, empty before
 * @param pulse what its link last said, in memory between groups of writes
 */
public record OperatorRow(
        OperatorId id,
        WorkspaceId workspace,
        long sequence,
        int number,
        String name,
        Kind kind,
        Instant createdAt,
        boolean keyActive,
        boolean stopped,
        boolean quarantined,
        String hostname,
        @Nullable Digest receiptKey,
        @Nullable Instant enrolledAt,
        @Nullable SessionId boundSession,
        Labels labels,
        List<Alarm> alarms,
        Pulse pulse) {
    public OperatorRow {
        alarms = List.copyOf(alarms);
    }

    /** What an operator's link says of it. */
    public record Pulse(
            boolean connected,
            @Nullable Instant beatAt,
            @Nullable HostReport host,
            @Nullable Metrics metrics) {
        public static final Pulse NONE = new Pulse(false, null, null, null);
    }

    public OperatorStatus status(Instant now) {
        Instant beatAt = pulse.beatAt();
        boolean silent = beatAt == null || !beatAt.plus(OperatorStatus.SILENCE).isAfter(now);
        return OperatorStatus.of(stopped, enrolledAt != null, boundSession != null, silent || !keyActive);
    }
}
