package ai.dropops.persistence.view;

import ai.dropops.persistence.view.OperatorRow.Pulse;
import ai.dropops.protocol.identity.BatchId;
import ai.dropops.protocol.identity.DeviceLinkId;
import ai.dropops.protocol.identity.ExecutionId;
import ai.dropops.protocol.identity.OperatorId;
import ai.dropops.protocol.identity.ProposalId;
import ai.dropops.protocol.identity.WorkspaceId;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** Rows that are committed together, the last of each id only. */
public final class RowGroup {
    private final Map<OperatorId, OperatorRow> operators = new LinkedHashMap<>();
    private final Map<OperatorId, Pulse> pulses = new LinkedHashMap<>();
    private final Map<ProposalId, ApprovalRow> approvals = new LinkedHashMap<>();
    private final Map<BatchId, BatchRow> batches = new LinkedHashMap<>();
    private final Map<ExecutionId, ExecutionRow> executions = new LinkedHashMap<>();
    private final Set<PolicyRow> policies = new LinkedHashSet<>();
    private final Map<DeviceLinkId, DeviceLinkRow> deviceLinks = new LinkedHashMap<>();
    private final Map<Group, GroupRow> groups = new LinkedHashMap<>();
    private final Set<Change> changes = new LinkedHashSet<>();
    private final List<CompletableFuture<Void>> waiting = new ArrayList<>();

    private record Group(WorkspaceId workspace, String name) {}

    RowGroup() {}

    /** An operator's row; its pulse counts only when the row is new. */
    public void add(OperatorRow row) {
        operators.put(row.id(), row);
        changes.add(new Change.OfOperator(row.workspace(), row.id()));
    }

    /** What an operator's link says; what is null in {@code pulse} stays as it was. */
    public void add(WorkspaceId workspace, OperatorId operator, Pulse pulse) {
        pulses.merge(operator, pulse, RowGroup::later);
        changes.add(new Change.OfOperator(workspace, operator));
    }

    public void add(ApprovalRow row) {
        approvals.put(row.id(), row);
        changes.add(new Change.OfApproval(row.workspace(), row.id()));
        changes.add(new Change.OfBatch(row.workspace(), BatchId.of(row.id())));
    }

    public void add(BatchRow row) {
        batches.put(row.id(), row);
        changes.add(new Change.OfBatch(row.workspace(), row.id()));
    }

    public void add(ExecutionRow row) {
        executions.put(row.id(), row);
    }

    public void add(PolicyRow row) {
        policies.add(row);
    }

    public void add(GroupRow row) {
        groups.put(new Group(row.workspace(), row.name()), row);
    }

    public void add(DeviceLinkRow row) {
        deviceLinks.put(row.id(), row);
    }

    /** Tells that something shows differently although its row is the same. */
    public void add(Change change) {
        changes.add(change);
    }

    void add(CompletableFuture<Void> done) {
        waiting.add(done);
    }

    boolean isEmpty() {
        return changes.isEmpty()
                && executions.isEmpty()
                && policies.isEmpty()
                && groups.isEmpty()
                && deviceLinks.isEmpty()
                && waiting.isEmpty();
    }

    /** Whether nobody would miss it for a moment. */
    boolean holdsOnlyPulses() {
        return changes.size() == pulses.size() && operators.isEmpty() && executions.isEmpty() && waiting.isEmpty();
    }

    List<Change> changes() {
        return List.copyOf(changes);
    }

    void complete() {
        waiting.forEach(done -> done.complete(null));
    }

    /** Writes all rows and answers how many. */
    int write(Connection connection) throws SQLException {
        int rows = operators.size()
                + pulses.size()
                + approvals.size()
                + batches.size()
                + executions.size()
                + policies.size()
                + groups.size()
                + deviceLinks.size();
        if (rows > 0) {
            OperatorRows.write(connection, operators.values());
            OperatorRows.writePulses(connection, pulses);
            ApprovalRows.write(connection, approvals.values());
            BatchRows.write(connection, batches.values());
            ExecutionRows.write(connection, executions.values());
            PolicyRows.write(connection, policies);
            GroupRows.write(connection, groups.values());
            DeviceLinkRows.write(connection, deviceLinks.values());
        }
        return rows;
    }

    private static Pulse later(Pulse before, Pulse after) {
        return new Pulse(
                after.connected(),
                after.beatAt() == null ? before.beatAt() : after.beatAt(),
                after.host() == null ? before.host() : after.host(),
                after.metrics() == null ? before.metrics() : after.metrics());
    }
}
