package ai.dropops.persistence.view;

import ai.dropops.persistence.schema.Database;
import ai.dropops.protocol.guard.HostFacts.Kind;
import ai.dropops.protocol.identity.DeviceLinkId;
import ai.dropops.protocol.identity.MemberId;
import ai.dropops.protocol.identity.WorkspaceId;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The device links of workspaces. */
public final class DeviceLinkRows {
    private static final String UPSERT = """
            INSERT INTO device_link (id, workspace, sequence, name, kind, labels, uses, used, created_by, created_at,
              expires_at, revoked_by, revoked_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (id) DO UPDATE SET sequence = excluded.sequence, used = excluded.used,
              revoked_by = excluded.revoked_by, revoked_at = excluded.revoked_at
            WHERE excluded.sequence >= device_link.sequence
            """;

    private final Database database;

    DeviceLinkRows(Database database) {
        this.database = database;
    }

    public Optional<DeviceLinkRow> find(WorkspaceId workspace, DeviceLinkId id) {
        return query("SELECT * FROM device_link WHERE workspace = ? AND id = ?", workspace, id).stream()
                .findFirst();
    }

    /** The last {@code limit}, newest first. */
    public List<DeviceLinkRow> last(WorkspaceId workspace, int limit) {
        return query(
                "SELECT * FROM device_link WHERE workspace = ? ORDER BY created_at DESC, id LIMIT ?", workspace, limit);
    }

    private List<DeviceLinkRow> query(String sql, Object... parameters) {
        return database.with(connection -> {
            var found = new ArrayList<DeviceLinkRow>();
            try (var query = connection.prepareStatement(sql);
                    var rows = Columns.set(query, parameters).executeQuery()) {
                while (rows.next()) {
                    found.add(read(rows));
                }
            }
            return found;
        });
    }

    static void write(Connection connection, Collection<DeviceLinkRow> rows) throws SQLException {
        try (var upsert = connection.prepareStatement(UPSERT)) {
            for (DeviceLinkRow row : rows) {
                Columns.set(
                                upsert,
                                row.id(),
                                row.workspace(),
                                row.sequence(),
                                row.name(),
                                row.kind(),
                                Columns.json(row.labels()),
                                row.uses(),
                                row.used(),
                                row.createdBy(),
                                row.createdAt(),
                                row.expiresAt(),
                                row.revokedBy(),
                                row.revokedAt())
                        .addBatch();
            }
            upsert.executeBatch();
        }
    }

    private static DeviceLinkRow read(ResultSet row) throws SQLException {
        return new DeviceLinkRow(
                new DeviceLinkId(row.getString("id")),
                new WorkspaceId(row.getString("workspace")),
                row.getLong("sequence"),
                row.getString("name"),
                Kind.valueOf(row.getString("kind")),
                Columns.parse(row.getString("labels"), Labels.class),
                row.getInt("uses"),
                row.getInt("used"),
                new MemberId(row.getString("created_by")),
                Columns.time(row, "created_at"),
                Columns.time(row, "expires_at"),
                revoker(row),
                Columns.timeOrNull(row, "revoked_at"));
    }

    private static @Nullable MemberId revoker(ResultSet row) throws SQLException {
        String member = row.getString("revoked_by");
        return member == null ? null : new MemberId(member);
    }
}
