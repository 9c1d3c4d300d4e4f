package ai.dropops.persistence.rights;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.dropops.persistence.record.Records;
import ai.dropops.persistence.schema.Database;
import ai.dropops.persistence.secrets.WorkspaceKeys;
import ai.dropops.persistence.view.Views;
import ai.dropops.protocol.action.Excerpt;
import ai.dropops.protocol.identity.Bytes;
import ai.dropops.protocol.identity.ExecutionId;
import ai.dropops.protocol.identity.ProposalId;
import ai.dropops.protocol.identity.WorkspaceId;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Everything that is kept of a workspace, to be told or to be erased. It blocks. */
public final class Holdings {
    private static final JsonMapper JSON =
            JsonMapper.builder().addModule(new JavaTimeModule()).build();
    private static final CBORMapper CBOR = new CBORMapper();

    private final Database database;
    private final WorkspaceKeys keys;
    private final Views views;
    private final Records records;

    public Holdings(Database database, WorkspaceKeys keys, Views views, Records records) {
        this.database = database;
        this.keys = keys;
        this.views = views;
        this.records = records;
    }

    /** How far somebody has been told; {@link #START} is the beginning. */
    public record Place(int holding, long row) {
        public static final Place START = new Place(0, 0);

        public boolean isEnd() {
            return holding == Holding.ALL.size();
        }
    }

    /** Some rows, each with the name of its table, and where those after them begin. */
    public record Page(List<ObjectNode> rows, Place next) {}

    /** At most {@code limit} rows of what is kept of {@code workspace}, opened where they are sealed. */
    public Page page(WorkspaceId workspace, Place place, int limit) {
        Holding holding = Holding.ALL.get(place.holding());
        List<ObjectNode> rows = database.with(connection -> {
            var found = new ArrayList<ObjectNode>();
            try (var query = connection.prepareStatement("SELECT * FROM %s WHERE %s ORDER BY %s LIMIT ? OFFSET ?"
                    .formatted(holding.table(), holding.where(), holding.order()))) {
                int parameters = bind(query, holding, workspace);
                query.setInt(parameters + 1, limit);
                query.setLong(parameters + 2, place.row());
                try (var row = query.executeQuery()) {
                    while (row.next()) {
                        found.add(told(holding, row));
                    }
                }
            }
            return found;
        });
        rows.forEach(row -> open(workspace, holding, row));
        Place next = rows.size() < limit
                ? new Place(place.holding() + 1, 0)
                : new Place(place.holding(), place.row() + rows.size());
        return new Page(rows, next);
    }

    /**
     * Erases everything of {@code workspace}, its key first, and answers how many rows that were. A tombstone stays. A database
     * that is a file is written anew without them.
     */
    public long erase(WorkspaceId workspace, Instant now) {
        long erased = database.transact(connection -> {
            long count = delete(connection, Holding.ALL, workspace);
            try (var mark = connection.prepareStatement(
                    "INSERT INTO tombstone (workspace, erased_at, erased_rows) VALUES (?, ?, ?)"
                            + " ON CONFLICT (workspace) DO UPDATE SET erased_rows = tombstone.erased_rows + excluded.erased_rows")) {
                mark.setString(1, workspace.value());
                mark.setLong(2, now.toEpochMilli());
                mark.setLong(3, count);
                mark.executeUpdate();
            }
            return count;
        });
        keys.forget(workspace);
        compactAfter(erased);
        return erased;
    }

    private static long delete(Connection connection, List<Holding> holdings, WorkspaceId workspace)
            throws SQLException {
        long count = 0;
        for (Holding holding : holdings) {
            try (var delete = connection.prepareStatement(
                    "DELETE FROM %s WHERE %s".formatted(holding.table(), holding.where()))) {
                bind(delete, holding, workspace);
                count += delete.executeUpdate();
            }
        }
        return count;
    }

    /** Writes a file anew without what lies on pages that are free, and empties what was written ahead of it. */
    private void compactAfter(long erased) {
        if (erased == 0 || database.isShared()) {
            return;
        }
        database.with(connection -> {
            try (var statement = connection.createStatement()) {
                statement.execute("VACUUM");
                return statement.execute("PRAGMA wal_checkpoint(TRUNCATE)");
            }
        });
    }

    /** Erases again what came to be of workspaces after they were erased: somebody was just writing. */
    public void sweep(Instant now) {
        List<WorkspaceId> buried = database.with(connection -> {
            var found = new ArrayList<WorkspaceId>();
            try (var query = connection.prepareStatement("SELECT workspace FROM tombstone");
                    var rows = query.executeQuery()) {
                while (rows.next()) {
                    found.add(new WorkspaceId(rows.getString(1)));
                }
            }
            return found;
        });
        buried.forEach(workspace -> erase(workspace, now));
        if (!buried.isEmpty()) {
            WorkspaceId any = buried.getFirst();
            compactAfter(database.<Long>transact(connection -> delete(connection, Holding.ORPHANS, any)));
        }
    }

    private static int bind(PreparedStatement statement, Holding holding, WorkspaceId workspace) throws SQLException {
        for (int i = 1; i <= holding.parameters(); i++) {
            statement.setString(i, workspace.value());
        }
        return holding.parameters();
    }

    private static ObjectNode told(Holding holding, ResultSet row) throws SQLException {
        var line = JSON.createObjectNode().put("table", holding.table());
        var columns = row.getMetaData();
        for (int i = 1; i <= columns.getColumnCount(); i++) {
            String name = columns.getColumnLabel(i);
            if (!holding.untold().contains(name)) {
                Object value = row.getObject(i);
                line.set(name, value == null ? JSON.nullNode() : JSON.valueToTree(value));
            }
        }
        return line;
    }

    /** Puts what people can read in the place of what is sealed or packed. */
    private void open(WorkspaceId workspace, Holding holding, ObjectNode row) {
        switch (holding.table()) {
            case "proposal" -> {
                var id = new ProposalId(row.path("id").asText());
                views.proposals()
                        .find(workspace, id)
                        .ifPresent(frozen -> row.set(
                                "action", JSON.valueToTree(frozen.proposal().action())));
                row.set("brief", JSON.valueToTree(views.proposals().brief(workspace, id)));
                row.remove("sealed");
            }
            case "approval" -> {
                byte[] sealed = bytes(row, "sealed_feedback");
                row.put(
                        "feedback",
                        views.texts().open(workspace, row.path("id").asText() + "/feedback", Bytes.wrap(sealed)));
                row.remove("sealed_feedback");
            }
            case "record" -> {
                if (row.hasNonNull("sealed")) {
                    var execution = new ExecutionId(row.path("execution").asText());
                    Excerpt output = records.open(workspace, execution, Bytes.wrap(bytes(row, "sealed")));
                    row.set("stdout", told(output.stdout()));
                    row.set("stderr", told(output.stderr()));
                }
                row.remove("sealed");
            }
            case "event_journal" -> unpack(row, "event_payload");
            case "snapshot" -> unpack(row, "snapshot_payload");
            default -> {
                // told as it is
            }
        }
    }

    /** As people read it; what is no UTF-8 in it shows as U+FFFD. */
    private static ObjectNode told(Excerpt.Kept kept) {
        return JSON.createObjectNode()
                .put("bytes", kept.bytes())
                .put("head", new String(kept.head().array(), UTF_8))
                .put("tail", new String(kept.tail().array(), UTF_8));
    }

    private static void unpack(ObjectNode row, String column) {
        try {
            JsonNode content = CBOR.readTree(bytes(row, column));
            row.set(column, JSON.readTree(JSON.writeValueAsBytes(content)));
        } catch (IOException _) {
            // of another form; its bytes are told
        }
    }

    private static byte[] bytes(ObjectNode row, String column) {
        try {
            return row.path(column).binaryValue();
        } catch (IOException e) {
            throw new IllegalStateException(column + " holds no bytes", e);
        }
    }
}
