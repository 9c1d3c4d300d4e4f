package ai.dropops.persistence.view;

import ai.dropops.persistence.schema.Database;
import ai.dropops.protocol.action.Confinement;
import ai.dropops.protocol.guard.HostFacts.Kind;
import ai.dropops.protocol.identity.Digest;
import ai.dropops.protocol.identity.OperatorId;
import ai.dropops.protocol.identity.SessionId;
import ai.dropops.protocol.identity.WorkspaceId;
import ai.dropops.protocol.wire.HostReport;
import ai.dropops.protocol.wire.Metrics;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The operators of a workspace, as rows. */
public final class OperatorRows {
    private static final String STATUS = """
            SELECT *, CASE
              WHEN enrolled_at IS NULL THEN 'AVAILABLE'
              WHEN stopped = 1 THEN 'STOPPED'
              WHEN beat_at IS NULL OR beat_at <= ? OR key_active = 0
                THEN CASE WHEN bound_session IS NULL THEN 'OFFLINE' ELSE 'STALE' END
              WHEN bound_session IS NULL THEN 'ACTIVE'
              ELSE 'BOUND' END AS status
            FROM operator WHERE workspace = ?
            """;
    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,8}");
    private static final int NO_NUMBER = -1;
    private static final String HOST =
            "SELECT *, json_extract(host, '$.capabilities.confinement') AS confinement FROM operator";
    private static final String UPSERT = """
            INSERT INTO operator (id, workspace, sequence, number, name, kind, created_at, key_active, stopped, quarantined,
              hostname, receipt_key, enrolled_at, bound_session, labels, alarms, connected, beat_at, host, metrics)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (id) DO UPDATE SET sequence = excluded.sequence, name = excluded.name,
              key_active = excluded.key_active, stopped = excluded.stopped, quarantined = excluded.quarantined,
              hostname = excluded.hostname, receipt_key = excluded.receipt_key, enrolled_at = excluded.enrolled_at,
              bound_session = excluded.bound_session, labels = excluded.labels, alarms = excluded.alarms
            WHERE excluded.sequence >= operator.sequence
            """;
    private static final String PULSE = """
            UPDATE operator SET connected = ?, beat_at = coalesce(?, beat_at), host = coalesce(?, host),
              metrics = coalesce(?, metrics) WHERE id = ?
            """;

    /**
     * Which operators a list is to show.
     *
     * @param text part of a name, host name or id; empty for all
     * @param status null for all
     * @param after the number of the last operator already shown, 0 to begin
     */
    public record Filter(String text, @Nullable OperatorStatus status, int after, int limit) {}

    private final Database database;
    private final Clock clock;

    OperatorRows(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** At most {@code filter.limit()} rows by ascending number. */
    public List<OperatorRow> page(WorkspaceId workspace, Filter filter) {
        String sql = "WITH o AS (" + STATUS + ") SELECT * FROM o WHERE number > ?"
                + " AND (? = '' OR instr(lower(name), ?) > 0 OR instr(lower(hostname), ?) > 0 OR id = ?)"
                + " AND (CAST(? AS TEXT) IS NULL OR status = ?) ORDER BY number LIMIT ?";
        String text = filter.text().strip().toLowerCase(Locale.ROOT);
        return database.with(connection -> {
            try (var query = connection.prepareStatement(sql)) {
                Columns.set(
                        query,
                        silentSince(),
                        workspace,
                        filter.after(),
                        text,
                        text,
                        text,
                        text,
                        filter.status(),
                        filter.status(),
                        filter.limit());
                return rows(query);
            }
        });
    }

    public Optional<OperatorRow> find(WorkspaceId workspace, OperatorId operator) {
        return find(workspace, List.of(operator)).stream().findFirst();
    }

    /** The rows of those of {@code operators} that are there, in no order. */
    public List<OperatorRow> find(WorkspaceId workspace, Collection<OperatorId> operators) {
        return database.with(connection -> {
            var found = new ArrayList<OperatorRow>();
            try (var query = connection.prepareStatement("SELECT * FROM operator WHERE id = ? AND workspace = ?")) {
                for (OperatorId operator : operators) {
                    found.addAll(rows(Columns.set(query, operator, workspace)));
                }
            }
            return found;
        });
    }

    /** Whether a slot of the workspace is called {@code name}. */
    public boolean isTaken(WorkspaceId workspace, String name) {
        return database.with(connection -> {
            try (var query = connection.prepareStatement(
                            "SELECT 1 FROM operator WHERE workspace = ? AND name = ? LIMIT 1");
                    var rows = Columns.set(query, workspace, name).executeQuery()) {
                return rows.next();
            }
        });
    }

    /** How many operators stand where. */
    public Map<OperatorStatus, Integer> counts(WorkspaceId workspace) {
        String sql = "WITH o AS (" + STATUS + ") SELECT status, count(*) AS n FROM o GROUP BY status";
        return database.with(connection -> {
            var counts = new EnumMap<OperatorStatus, Integer>(OperatorStatus.class);
            try (var query = connection.prepareStatement(sql);
                    var rows = Columns.set(query, silentSince(), workspace).executeQuery()) {
                while (rows.next()) {
                    counts.put(OperatorStatus.valueOf(rows.getString("status")), rows.getInt("n"));
                }
            }
            return counts;
        });
    }

    /** The enrolled operators bound to {@code session}, by ascending id. */
    public List<Host> bound(WorkspaceId workspace, SessionId session) {
        return database.with(connection -> {
            try (var query = connection.prepareStatement(
                    HOST + " WHERE bound_session = ? AND workspace = ? AND receipt_key IS NOT NULL ORDER BY id")) {
                return hosts(Columns.set(query, session, workspace));
            }
        });
    }

    /** All enrolled operators, by ascending id. */
    public List<Host> enrolled(WorkspaceId workspace) {
        return database.with(connection -> {
            try (var query = connection.prepareStatement(
                    HOST + " WHERE workspace = ? AND receipt_key IS NOT NULL ORDER BY id")) {
                return hosts(Columns.set(query, workspace));
            }
        });
    }

    /** The enrolled operators {@code word} means: an id, a slot's name, a host name or a number. */
    public List<Host> meant(WorkspaceId workspace, String word) {
        int number = NUMBER.matcher(word).matches() ? Integer.parseInt(word) : NO_NUMBER;
        return database.with(connection -> {
            try (var query = connection.prepareStatement(HOST + """
                     WHERE workspace = ? AND receipt_key IS NOT NULL
                      AND (id = ? OR name = ? OR hostname = ? OR number = ?)
                    """)) {
                return hosts(Columns.set(query, workspace, word, word, word, number));
            }
        });
    }

    /** For when no process holds a link: all are closed. */
    public void forgetLinks() {
        database.with(connection -> {
            try (var update = connection.prepareStatement("UPDATE operator SET connected = 0 WHERE connected = 1")) {
                return update.executeUpdate();
            }
        });
    }

    static void write(Connection connection, Collection<OperatorRow> rows) throws SQLException {
        try (var upsert = connection.prepareStatement(UPSERT)) {
            for (OperatorRow row : rows) {
                Columns.set(
                                upsert,
                                row.id(),
                                row.workspace(),
                                row.sequence(),
                                row.number(),
                                row.name(),
                                row.kind(),
                                row.createdAt(),
                                row.keyActive(),
                                row.stopped(),
                                row.quarantined(),
                                row.hostname(),
                                row.receiptKey(),
                                row.enrolledAt(),
                                row.boundSession(),
                                Columns.json(row.labels()),
                                Columns.json(row.alarms()),
                                row.pulse().connected(),
                                row.pulse().beatAt(),
                                Columns.json(row.pulse().host()),
                                Columns.json(row.pulse().metrics()))
                        .addBatch();
            }
            upsert.executeBatch();
        }
    }

    static void writePulses(Connection connection, Map<OperatorId, OperatorRow.Pulse> pulses) throws SQLException {
        try (var update = connection.prepareStatement(PULSE)) {
            for (var entry : pulses.entrySet()) {
                var pulse = entry.getValue();
                Columns.set(
                                update,
                                pulse.connected(),
                                pulse.beatAt(),
                                Columns.json(pulse.host()),
                                Columns.json(pulse.metrics()),
                                entry.getKey())
                        .addBatch();
            }
            update.executeBatch();
        }
    }

    private long silentSince() {
        return clock.millis() - OperatorStatus.SILENCE.toMillis();
    }

    private static List<OperatorRow> rows(PreparedStatement query) throws SQLException {
        var found = new ArrayList<OperatorRow>();
        try (var rows = query.executeQuery()) {
            while (rows.next()) {
                found.add(read(rows));
            }
        }
        return found;
    }

    private static List<Host> hosts(PreparedStatement query) throws SQLException {
        var found = new ArrayList<Host>();
        try (var row = query.executeQuery()) {
            while (row.next()) {
                found.add(new Host(
                        new OperatorId(row.getString("id")),
                        row.getInt("number"),
                        row.getString("name"),
                        row.getString("hostname"),
                        Kind.valueOf(row.getString("kind")),
                        confinement(row),
                        Digest.wrap(row.getBytes("receipt_key")),
                        session(row),
                        labels(row)));
            }
        }
        return found;
    }

    private static OperatorRow read(ResultSet row) throws SQLException {
        return new OperatorRow(
                new OperatorId(row.getString("id")),
                new WorkspaceId(row.getString("workspace")),
                row.getLong("sequence"),
                row.getInt("number"),
                row.getString("name"),
                Kind.valueOf(row.getString("kind")),
                Columns.time(row, "created_at"),
                row.getBoolean("key_active"),
                row.getBoolean("stopped"),
                row.getBoolean("quarantined"),
                row.getString("hostname"),
                Columns.digestOrNull(row, "receipt_key"),
                Columns.timeOrNull(row, "enrolled_at"),
                session(row),
                labels(row),
                List.of(Columns.parse(row.getString("alarms"), Alarm[].class)),
                new OperatorRow.Pulse(
                        row.getBoolean("connected"),
                        Columns.timeOrNull(row, "beat_at"),
                        Columns.parseOrNull(row.getString("host"), HostReport.class),
                        Columns.parseOrNull(row.getString("metrics"), Metrics.class)));
    }

    private static Confinement confinement(ResultSet row) throws SQLException {
        Confinement reported = Columns.parseOrNull(row.getString("confinement"), Confinement.class);
        return reported == null ? Confinement.NONE : reported;
    }

    private static Labels labels(ResultSet row) throws SQLException {
        return Columns.parse(row.getString("labels"), Labels.class);
    }

    private static @Nullable SessionId session(ResultSet row) throws SQLException {
        String session = row.getString("bound_session");
        return session == null ? null : new SessionId(session);
    }
}
