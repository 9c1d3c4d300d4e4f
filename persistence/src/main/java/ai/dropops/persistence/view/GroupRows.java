package ai.dropops.persistence.view;

import ai.dropops.persistence.schema.Database;
import ai.dropops.protocol.identity.WorkspaceId;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.SortedMap;
import java.util.TreeMap;

/** The named targets of workspaces. */
public final class GroupRows {
    private final Database database;

    GroupRows(Database database) {
        this.database = database;
    }

    /** What each group of {@code workspace} stands for, by its name. */
    public SortedMap<String, String> of(WorkspaceId workspace) {
        return database.with(connection -> {
            var found = new TreeMap<String, String>();
            try (var query = connection.prepareStatement(
                            "SELECT name, targets FROM target_group WHERE workspace = ? AND targets <> ''");
                    var rows = Columns.set(query, workspace).executeQuery()) {
                while (rows.next()) {
                    found.put(rows.getString("name"), rows.getString("targets"));
                }
            }
            return found;
        });
    }

    static void write(Connection connection, Collection<GroupRow> rows) throws SQLException {
        try (var upsert =
                connection.prepareStatement("INSERT INTO target_group (workspace, name, targets) VALUES (?, ?, ?)"
                        + " ON CONFLICT (workspace, name) DO UPDATE SET targets = excluded.targets")) {
            for (GroupRow row : rows) {
                Columns.set(upsert, row.workspace(), row.name(), row.targets()).addBatch();
            }
            upsert.executeBatch();
        }
    }
}
