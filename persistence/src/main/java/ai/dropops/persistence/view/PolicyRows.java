package ai.dropops.persistence.view;

import ai.dropops.persistence.schema.Database;
import ai.dropops.protocol.identity.MemberId;
import ai.dropops.protocol.identity.WorkspaceId;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The policies of workspaces, version by version; facts, never rewritten. */
public final class PolicyRows {
    private final Database database;

    PolicyRows(Database database) {
        this.database = database;
    }

    /** The policy in force; empty while the defaults are. */
    public Optional<PolicyRow> current(WorkspaceId workspace) {
        return query("SELECT * FROM policy WHERE workspace = ? ORDER BY version DESC LIMIT 1", workspace).stream()
                .findFirst();
    }

    public Optional<PolicyRow> find(WorkspaceId workspace, int version) {
        return query("SELECT * FROM policy WHERE workspace = ? AND version = ?", workspace, version).stream()
                .findFirst();
    }

    /** The last {@code limit} versions, newest first. */
    public List<PolicyRow> last(WorkspaceId workspace, int limit) {
        return query("SELECT * FROM policy WHERE workspace = ? ORDER BY version DESC LIMIT ?", workspace, limit);
    }

    private List<PolicyRow> query(String sql, Object... parameters) {
        return database.with(connection -> {
            var found = new ArrayList<PolicyRow>();
            try (var query = connection.prepareStatement(sql);
                    var rows = Columns.set(query, parameters).executeQuery()) {
                while (rows.next()) {
                    found.add(read(rows));
                }
            }
            return found;
        });
    }

    static void write(Connection connection, Collection<PolicyRow> rows) throws SQLException {
        try (var insert = connection.prepareStatement(
                "INSERT INTO policy (workspace, version, content, set_by, set_at) VALUES (?, ?, ?, ?, ?)"
                        + " ON CONFLICT DO NOTHING")) {
            for (PolicyRow row : rows) {
                Columns.set(insert, row.workspace(), row.version(), row.text(), row.by(), row.at())
                        .addBatch();
            }
            insert.executeBatch();
        }
    }

    private static PolicyRow read(ResultSet row) throws SQLException {
        return new PolicyRow(
                new WorkspaceId(row.getString("workspace")),
                row.getInt("version"),
                row.getString("content"),
                new MemberId(row.getString("set_by")),
                Columns.time(row, "set_at"));
    }
}
