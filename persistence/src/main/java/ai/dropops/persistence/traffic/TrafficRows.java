package ai.dropops.persistence.traffic;

import ai.dropops.persistence.schema.Database;
import ai.dropops.persistence.view.ExecutionStatus;
import ai.dropops.protocol.identity.Digest;
import ai.dropops.protocol.identity.ExecutionId;
import ai.dropops.protocol.identity.OperatorId;
import ai.dropops.protocol.identity.ProposalId;
import ai.dropops.protocol.identity.WorkspaceId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What was counted, as rows. Queries block, and answer nothing of another workspace. */
public final class TrafficRows {
    private static final String TOTAL = """
            INSERT INTO traffic (operator, kind, workspace, frames, up, down, kept) VALUES (?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (operator, kind) DO UPDATE SET frames = traffic.frames + excluded.frames,
              up = traffic.up + excluded.up, down = traffic.down + excluded.down, kept = traffic.kept + excluded.kept
            """;
    private static final String ONE = """
            INSERT INTO transmission (execution, operator, workspace, at, kept, told, shown) VALUES (?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (execution, operator) DO UPDATE SET at = excluded.at, kept = transmission.kept + excluded.kept,
              told = transmission.told + excluded.told, shown = transmission.shown + excluded.shown
            """;
    private static final String KNOWN = "SELECT kept FROM transmission WHERE execution = ? AND operator = ?";
    private static final String SELECT = """
            SELECT t.*, e.name, e.proposal, e.state, e.exit_code, e.stdout_sha256, e.stderr_sha256 FROM transmission t
            JOIN execution e ON e.id = t.execution AND e.operator = t.operator
            JOIN proposal p ON p.id = e.proposal AND p.workspace = t.workspace WHERE t.workspace = ?
            """;

    private static final String OF_ONE = " AND t.operator = ?";
    private static final String BEFORE = " AND (t.at < ? OR (t.at = ? AND t.execution < ?))";
    private static final String LATEST = " ORDER BY t.at DESC, t.execution DESC LIMIT ?";

    private final Database database;

    TrafficRows(Database database) {
        this.database = database;
    }

    /** Where a page ends: what comes after it was transmitted earlier. */
    public record Cursor(Instant at, ExecutionId execution) {
        public static Cursor after(Transmission last) {
            return new Cursor(last.at(), last.execution());
        }

        /** Reads what {@link #toString} wrote; an IllegalArgumentException for anything else. */
        public static Cursor parse(String text) {
            int dash = text.indexOf('-');
            if (dash < 1) {
                throw new IllegalArgumentException("this is no place in the list");
            }
            return new Cursor(
                    Instant.ofEpochMilli(Long.parseLong(text.substring(0, dash))),
                    new ExecutionId(text.substring(dash + 1)));
        }

        @Override
        public String toString() {
            return at.toEpochMilli() + "-" + execution;
        }
    }

    /** The sums of every kind there was. */
    public List<TrafficSum> sums(WorkspaceId workspace) {
        return sums(
                "SELECT kind, SUM(frames) AS frames, SUM(up) AS up, SUM(down) AS down, SUM(kept) AS kept"
                        + " FROM traffic WHERE workspace = ? GROUP BY kind ORDER BY kind",
                workspace.value());
    }

    /** The sums of one operator. */
    public List<TrafficSum> sums(WorkspaceId workspace, OperatorId operator) {
        return sums(
                "SELECT kind, frames, up, down, kept FROM traffic WHERE workspace = ? AND operator = ? ORDER BY kind",
                workspace.value(),
                operator.value());
    }

    /** The executions that transmitted last, the newest first. */
    public List<Transmission> page(WorkspaceId workspace, int limit) {
        return transmissions(SELECT + LATEST, workspace.value(), limit);
    }

    /** What comes after {@code cursor}. */
    public List<Transmission> page(WorkspaceId workspace, Cursor cursor, int limit) {
        long at = cursor.at().toEpochMilli();
        return transmissions(
                SELECT + BEFORE + LATEST,
                workspace.value(),
                at,
                at,
                cursor.execution().value(),
                limit);
    }

    /** The executions of one operator that transmitted last, the newest first. */
    public List<Transmission> page(WorkspaceId workspace, OperatorId operator, int limit) {
        return transmissions(SELECT + OF_ONE + LATEST, workspace.value(), operator.value(), limit);
    }

    /** What comes after {@code cursor} of one operator. */
    public List<Transmission> page(WorkspaceId workspace, OperatorId operator, Cursor cursor, int limit) {
        long at = cursor.at().toEpochMilli();
        return transmissions(
                SELECT + OF_ONE + BEFORE + LATEST,
                workspace.value(),
                operator.value(),
                at,
                at,
                cursor.execution().value(),
                limit);
    }

    /** What was transmitted after {@code at}, the newest first; at most {@code limit}. */
    public List<Transmission> since(WorkspaceId workspace, Instant at, int limit) {
        return transmissions(SELECT + " AND t.at > ?" + LATEST, workspace.value(), at.toEpochMilli(), limit);
    }

    /** Adds {@code counted}, in the caller's transaction. */
    static void add(Connection connection, List<Counted> counted, Instant now) throws SQLException {
        var ordered = new ArrayList<>(counted);
        // several nodes lock the rows they share in one order
        ordered.sort(Comparator.comparing(each -> each.operator().value() + each.kind()));
        try (var known = connection.prepareStatement(KNOWN);
                var one = connection.prepareStatement(ONE);
                var total = connection.prepareStatement(TOTAL)) {
            for (Counted each : ordered) {
                long kept = newlyKept(known, each);
                if (each.execution() != null) {
                    boolean shown = each.kind() == TrafficKind.OUTPUT || each.kind() == TrafficKind.RECORD;
                    set(
                            one,
                            each.execution().value(),
                            each.operator().value(),
                            each.workspace().value(),
                            now.toEpochMilli(),
                            kept,
                            shown ? 0 : each.up(),
                            shown ? each.up() : 0);
                    one.executeUpdate();
                }
                set(
                        total,
                        each.operator().value(),
                        each.kind().name(),
                        each.workspace().value(),
                        each.frames(),
                        each.up(),
                        each.down(),
                        kept);
                total.executeUpdate();
            }
        }
    }

    /** What was not known before: a receipt comes again when the link was lost before the host heard that it is kept. */
    private static long newlyKept(PreparedStatement known, Counted counted) throws SQLException {
        if (counted.kept() == null || counted.execution() == null) {
            return 0;
        }
        set(known, counted.execution().value(), counted.operator().value());
        try (var row = known.executeQuery()) {
            return Math.max(0, counted.kept() - (row.next() ? row.getLong(1) : 0));
        }
    }

    private List<TrafficSum> sums(String sql, Object... parameters) {
        return database.with(connection -> {
            var found = new ArrayList<TrafficSum>();
            try (var query = connection.prepareStatement(sql)) {
                set(query, parameters);
                try (var rows = query.executeQuery()) {
                    while (rows.next()) {
                        found.add(new TrafficSum(
                                TrafficKind.valueOf(rows.getString("kind")),
                                rows.getLong("frames"),
                                rows.getLong("up"),
                                rows.getLong("down"),
                                rows.getLong("kept")));
                    }
                }
            }
            return found;
        });
    }

    private List<Transmission> transmissions(String sql, Object... parameters) {
        return database.with(connection -> {
            var found = new ArrayList<Transmission>();
            try (var query = connection.prepareStatement(sql)) {
                set(query, parameters);
                try (var rows = query.executeQuery()) {
                    while (rows.next()) {
                        found.add(read(rows));
                    }
                }
            }
            return found;
        });
    }

    private static Transmission read(ResultSet row) throws SQLException {
        int exitCode = row.getInt("exit_code");
        boolean exited = !row.wasNull();
        return new Transmission(
                new ExecutionId(row.getString("execution")),
                new OperatorId(row.getString("operator")),
                row.getString("name"),
                new ProposalId(row.getString("proposal")),
                Instant.ofEpochMilli(row.getLong("at")),
                row.getLong("kept"),
                row.getLong("told"),
                row.getLong("shown"),
                ExecutionStatus.valueOf(row.getString("state")),
                exited ? exitCode : null,
                digest(row, "stdout_sha256"),
                digest(row, "stderr_sha256"));
    }

    private static @Nullable Digest digest(ResultSet row, String column) throws SQLException {
        byte[] bytes = row.getBytes(column);
        return bytes == null ? null : Digest.wrap(bytes);
    }

    private static void set(PreparedStatement statement, Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
    }
}
