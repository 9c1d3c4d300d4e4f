package ai.dropops.persistence.view;

import ai.dropops.persistence.schema.Database;
import ai.dropops.protocol.action.Limits;
import ai.dropops.protocol.action.Strategy;
import ai.dropops.protocol.action.Waves;
import ai.dropops.protocol.identity.BatchId;
import ai.dropops.protocol.identity.MemberId;
import ai.dropops.protocol.identity.ProposalId;
import ai.dropops.protocol.identity.WorkspaceId;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The batches of a workspace, as rows; one that has not begun is seen through its approval. */
public final class BatchRows {
    private static final String SELECT = """
            SELECT a.id, a.workspace, coalesce(b.sequence, 0) AS sequence, a.state AS approval_state, b.state,
              coalesce(b.cancelling, 0) AS cancelling, a.strategy, a.limits, a.target_count, b.counts, b.waves, a.requested_by,
              a.requested_at, a.decided_at, b.started_at, b.finished_at
            FROM approval a LEFT JOIN batch b ON b.id = 'ba_' || substr(a.id, 4) WHERE a.workspace = ?
            """;
    private static final String UPSERT = """
            INSERT INTO batch (id, workspace, sequence, state, cancelling, counts, waves, started_at, finished_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (id) DO UPDATE SET sequence = excluded.sequence, state = excluded.state,
              cancelling = excluded.cancelling, counts = excluded.counts, waves = excluded.waves, started_at = excluded.started_at,
              finished_at = excluded.finished_at
            WHERE excluded.sequence >= batch.sequence
            """;

    /** The place in the list after a row: where the next page begins. */
    public record Cursor(Instant createdAt, BatchId batch) {
        public static Cursor after(BatchRow row) {
            return new Cursor(row.createdAt(), row.id());
        }

        /** The cursor in {@code text}; an IllegalArgumentException when it is none. */
        public static Cursor parse(String text) {
            int dash = text.indexOf('-');
            if (dash < 0) {
                throw new IllegalArgumentException("a cursor is what the page before gave as 'next'");
            }
            return new Cursor(
                    Instant.ofEpochMilli(Long.parseLong(text.substring(0, dash))),
                    new BatchId(text.substring(dash + 1)));
        }

        @Override
        public String toString() {
            return createdAt.toEpochMilli() + "-" + batch;
        }
    }

    private final Database database;

    BatchRows(Database database) {
        this.database = database;
    }

    public Optional<BatchRow> find(WorkspaceId workspace, BatchId batch) {
        return query(SELECT + " AND a.id = ?", workspace, batch.proposal()).stream()
                .findFirst();
    }

    /** The newest {@code limit} batches. */
    public List<BatchRow> page(WorkspaceId workspace, int limit) {
        return query(SELECT + " ORDER BY a.requested_at DESC, a.id DESC LIMIT ?", workspace, limit);
    }

    /** The {@code limit} batches that come next in the list, newest first. */
    public List<BatchRow> page(WorkspaceId workspace, Cursor after, int limit) {
        return query(
                SELECT + " AND (a.requested_at, a.id) < (?, ?) ORDER BY a.requested_at DESC, a.id DESC LIMIT ?",
                workspace,
                after.createdAt(),
                after.batch().proposal(),
                limit);
    }

    /** How many are running. */
    public int countRunning(WorkspaceId workspace) {
        return database.with(connection -> {
            try (var query = connection.prepareStatement(
                            "SELECT count(*) FROM batch WHERE state = 'RUNNING' AND workspace = ?");
                    var rows = Columns.set(query, workspace).executeQuery()) {
                return rows.next() ? rows.getInt(1) : 0;
            }
        });
    }

    static void write(Connection connection, Collection<BatchRow> rows) throws SQLException {
        try (var upsert = connection.prepareStatement(UPSERT)) {
            for (BatchRow row : rows) {
                Columns.set(
                                upsert,
                                row.id(),
                                row.workspace(),
                                row.sequence(),
                                row.state(),
                                row.cancelling(),
                                Columns.json(row.counts()),
                                Columns.json(row.waves()),
                                row.startedAt(),
                                row.finishedAt())
                        .addBatch();
            }
            upsert.executeBatch();
        }
    }

    private List<BatchRow> query(String sql, Object... parameters) {
        return database.with(connection -> {
            var found = new ArrayList<BatchRow>();
            try (var query = connection.prepareStatement(sql);
                    var rows = Columns.set(query, parameters).executeQuery()) {
                while (rows.next()) {
                    found.add(read(rows));
                }
            }
            return found;
        });
    }

    private static BatchRow read(ResultSet row) throws SQLException {
        String state = row.getString("state");
        int targets = row.getInt("target_count");
        String counts = row.getString("counts");
        BatchStatus known = state == null
                ? notBegun(ApprovalStatus.valueOf(row.getString("approval_state")))
                : BatchStatus.valueOf(state);
        Strategy strategy = Strategy.valueOf(row.getString("strategy"));
        String waves = row.getString("waves");
        return new BatchRow(
                BatchId.of(new ProposalId(row.getString("id"))),
                new WorkspaceId(row.getString("workspace")),
                row.getLong("sequence"),
                known,
                row.getBoolean("cancelling"),
                strategy,
                targets,
                counts == null ? Counts.waiting(targets) : Columns.parse(counts, Counts.class),
                waves == null ? notBegun(row, strategy, targets) : Columns.parse(waves, WaveProgress.class),
                new MemberId(row.getString("requested_by")),
                Columns.time(row, "requested_at"),
                Columns.timeOrNull(row, "started_at"),
                Columns.timeOrNull(row, state == null && known.isFinal() ? "decided_at" : "finished_at"));
    }

    private static WaveProgress notBegun(ResultSet row, Strategy strategy, int targets) throws SQLException {
        var limits = Columns.parse(row.getString("limits"), Limits.class);
        return WaveProgress.none(Waves.of(strategy, limits, targets).count());
    }

    private static BatchStatus notBegun(ApprovalStatus approval) {
        return switch (approval) {
            case PENDING, GRANTED, AUTOMATIC -> BatchStatus.WAITING;
            case DENIED, EXPIRED -> BatchStatus.CANCELLED;
        };
    }
}
