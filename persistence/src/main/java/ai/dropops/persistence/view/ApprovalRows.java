package ai.dropops.persistence.view;

import ai.dropops.persistence.schema.Database;
import ai.dropops.protocol.action.Limits;
import ai.dropops.protocol.action.Strategy;
import ai.dropops.protocol.guard.Risk;
import ai.dropops.protocol.identity.Bytes;
import ai.dropops.protocol.identity.Digest;
import ai.dropops.protocol.identity.MemberId;
import ai.dropops.protocol.identity.ProposalId;
import ai.dropops.protocol.identity.SessionId;
import ai.dropops.protocol.identity.WorkspaceId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The approvals of a workspace, as rows. */
public final class ApprovalRows {
    private static final String UPSERT = """
            INSERT INTO approval (id, workspace, sequence, session, state, digest, target_count, strategy, limits,
              risk, quorum, requester_may_approve, requested_by, requested_from, requested_at, expires_at, votes, decided_by,
              decided_at, self_approved, sealed_feedback, acknowledged)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (id) DO UPDATE SET sequence = excluded.sequence, state = excluded.state, votes = excluded.votes,
              decided_by = excluded.decided_by, decided_at = excluded.decided_at, self_approved = excluded.self_approved,
              sealed_feedback = excluded.sealed_feedback, acknowledged = excluded.acknowledged
            WHERE excluded.sequence >= approval.sequence
            """;

    private final Database database;

    ApprovalRows(Database database) {
        this.database = database;
    }

    public Optional<ApprovalRow> find(WorkspaceId workspace, ProposalId proposal) {
        return query("SELECT * FROM approval WHERE id = ? AND workspace = ?", proposal, workspace).stream()
                .findFirst();
    }

    /** Those that wait for an answer, the oldest first. */
    public List<ApprovalRow> pending(WorkspaceId workspace, int limit) {
        return query(
                "SELECT * FROM approval WHERE state = 'PENDING' AND workspace = ? ORDER BY requested_at LIMIT ?",
                workspace,
                limit);
    }

    /** All, the newest first. */
    public List<ApprovalRow> all(WorkspaceId workspace, int limit) {
        return query(
                "SELECT * FROM approval WHERE workspace = ? ORDER BY requested_at DESC, id DESC LIMIT ?",
                workspace,
                limit);
    }

    /** How many wait for an answer. */
    public int countPending(WorkspaceId workspace) {
        return database.with(connection -> {
            try (var query = connection.prepareStatement(
                            "SELECT count(*) FROM approval WHERE state = 'PENDING' AND workspace = ?");
                    var rows = Columns.set(query, workspace).executeQuery()) {
                return rows.next() ? rows.getInt(1) : 0;
            }
        });
    }

    static void write(Connection connection, Collection<ApprovalRow> rows) throws SQLException {
        try (var upsert = connection.prepareStatement(UPSERT)) {
            for (ApprovalRow row : rows) {
                set(upsert, row).addBatch();
            }
            upsert.executeBatch();
        }
    }

    private static PreparedStatement set(PreparedStatement upsert, ApprovalRow row) throws SQLException {
        return Columns.set(
                upsert,
                row.id(),
                row.workspace(),
                row.sequence(),
                row.session(),
                row.state(),
                row.digest(),
                row.targetCount(),
                row.strategy(),
                Columns.json(row.limits()),
                row.risk(),
                row.quorum(),
                row.requesterMayApprove(),
                row.requestedBy(),
                row.requestedFrom(),
                row.requestedAt(),
                row.expiresAt(),
                Columns.json(row.votes()),
                row.decidedBy(),
                row.decidedAt(),
                row.selfApproved(),
                row.feedback().array(),
                row.acknowledged());
    }

    private List<ApprovalRow> query(String sql, Object... parameters) {
        return database.with(connection -> {
            var found = new ArrayList<ApprovalRow>();
            try (var query = connection.prepareStatement(sql);
                    var rows = Columns.set(query, parameters).executeQuery()) {
                while (rows.next()) {
                    found.add(read(rows));
                }
            }
            return found;
        });
    }

    private static ApprovalRow read(ResultSet row) throws SQLException {
        String decidedBy = row.getString("decided_by");
        return new ApprovalRow(
                new ProposalId(row.getString("id")),
                new WorkspaceId(row.getString("workspace")),
                row.getLong("sequence"),
                new SessionId(row.getString("session")),
                ApprovalStatus.valueOf(row.getString("state")),
                Digest.wrap(row.getBytes("digest")),
                row.getInt("target_count"),
                Strategy.valueOf(row.getString("strategy")),
                Columns.parse(row.getString("limits"), Limits.class),
                Risk.valueOf(row.getString("risk")),
                row.getInt("quorum"),
                row.getBoolean("requester_may_approve"),
                new MemberId(row.getString("requested_by")),
                row.getString("requested_from"),
                Columns.time(row, "requested_at"),
                Columns.time(row, "expires_at"),
                List.of(Columns.parse(row.getString("votes"), ApprovalRow.Vote[].class)),
                decidedBy == null ? null : new MemberId(decidedBy),
                Columns.timeOrNull(row, "decided_at"),
                row.getBoolean("self_approved"),
                Bytes.wrap(row.getBytes("sealed_feedback")),
                row.getBoolean("acknowledged"));
    }
}
