package ai.dropops.persistence.view;

import ai.dropops.persistence.schema.Database;
import ai.dropops.protocol.identity.MemberId;
import ai.dropops.protocol.identity.SessionId;
import ai.dropops.protocol.identity.WorkspaceId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The workspaces and the people in them. */
public final class Members {
    /** A workspace with its owner. */
    public record Home(WorkspaceId workspace, String name, MemberRow owner) {}

    private final Database database;

    Members(Database database) {
        this.database = database;
    }

    /** The one workspace of a local control plane, made by {@code fresh} at the first start. */
    public Home home(Supplier<Home> fresh, Instant now) {
        return database.exclusively(connection -> {
            try (var query = connection.prepareStatement(
                            "SELECT w.id AS w, w.name AS n, m.* FROM workspace w JOIN member m ON m.workspace = w.id"
                                    + " WHERE m.role = 'OWNER' ORDER BY w.founded_at LIMIT 1");
                    var row = query.executeQuery()) {
                if (row.next()) {
                    return new Home(new WorkspaceId(row.getString("w")), row.getString("n"), read(row));
                }
            }
            Home home = fresh.get();
            MemberRow owner = home.owner();
            try (var insert =
                    connection.prepareStatement("INSERT INTO workspace (id, name, founded_at) VALUES (?, ?, ?)")) {
                Columns.set(insert, home.workspace(), home.name(), now).executeUpdate();
            }
            try (var insert = connection.prepareStatement(
                    "INSERT INTO member (id, workspace, name, role, session) VALUES (?, ?, ?, ?, ?)")) {
                Columns.set(insert, owner.id(), owner.workspace(), owner.name(), owner.role(), owner.session())
                        .executeUpdate();
            }
            return home;
        });
    }

    public Optional<MemberRow> find(WorkspaceId workspace, MemberId member) {
        return of(workspace).stream().filter(row -> row.id().equals(member)).findFirst();
    }

    /** Everybody in {@code workspace}. */
    public List<MemberRow> of(WorkspaceId workspace) {
        return database.with(connection -> {
            var members = new ArrayList<MemberRow>();
            try (var query = connection.prepareStatement("SELECT * FROM member WHERE workspace = ? ORDER BY id");
                    var rows = Columns.set(query, workspace).executeQuery()) {
                while (rows.next()) {
                    members.add(read(rows));
                }
            }
            return members;
        });
    }

    private static MemberRow read(ResultSet row) throws SQLException {
        return new MemberRow(
                new MemberId(row.getString("id")),
                new WorkspaceId(row.getString("workspace")),
                row.getString("name"),
                MemberRow.Role.valueOf(row.getString("role")),
                new SessionId(row.getString("session")));
    }
}
