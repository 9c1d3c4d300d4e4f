package ai.dropops.persistence.view;

import ai.dropops.persistence.schema.Database;
import ai.dropops.protocol.action.Volume;
import ai.dropops.protocol.identity.BatchId;
import ai.dropops.protocol.identity.Digest;
import ai.dropops.protocol.identity.ExecutionId;
import ai.dropops.protocol.identity.OperatorId;
import ai.dropops.protocol.identity.ProposalId;
import ai.dropops.protocol.identity.WorkspaceId;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The executions of batches, as rows. */
public final class ExecutionRows {
    private static final String UPDATE = """
            UPDATE execution SET state = ?, exit_code = ?, started_at = ?, finished_at = ?, stdout_bytes = ?,
              stdout_sha256 = ?, stderr_bytes = ?, stderr_sha256 = ?, message = ? WHERE proposal = ? AND place = ?
            """;

    private final Database database;

    ExecutionRows(Database database) {
        this.database = database;
    }

    /** The executions of {@code batch} by index; none when it is not of {@code workspace}. */
    public List<ExecutionRow> of(WorkspaceId workspace, BatchId batch) {
        return query("""
                SELECT e.* FROM execution e JOIN proposal p ON p.id = e.proposal
                WHERE e.proposal = ? AND p.workspace = ? ORDER BY e.place
                """, batch.proposal(), workspace);
    }

    public Optional<ExecutionRow> find(WorkspaceId workspace, ExecutionId execution) {
        return query("""
                        SELECT e.* FROM execution e JOIN proposal p ON p.id = e.proposal
                        WHERE e.id = ? AND p.workspace = ?
                        """, execution, workspace).stream().findFirst();
    }

    static void write(Connection connection, Collection<ExecutionRow> rows) throws SQLException {
        try (var update = connection.prepareStatement(UPDATE)) {
            for (ExecutionRow row : rows) {
                Volume stdout = row.stdout();
                Volume stderr = row.stderr();
                Columns.set(
                                update,
                                row.state(),
                                row.exitCode(),
                                row.startedAt(),
                                row.finishedAt(),
                                stdout == null ? null : stdout.bytes(),
                                stdout == null ? null : stdout.sha256(),
                                stderr == null ? null : stderr.bytes(),
                                stderr == null ? null : stderr.sha256(),
                                row.message(),
                                row.batch().proposal(),
                                row.index())
                        .addBatch();
            }
            update.executeBatch();
        }
    }

    private List<ExecutionRow> query(String sql, Object... parameters) {
        return database.with(connection -> {
            var found = new ArrayList<ExecutionRow>();
            try (var query = connection.prepareStatement(sql);
                    var rows = Columns.set(query, parameters).executeQuery()) {
                while (rows.next()) {
                    found.add(read(rows));
                }
            }
            return found;
        });
    }

    private static ExecutionRow read(ResultSet row) throws SQLException {
        int exitCode = row.getInt("exit_code");
        boolean exited = !row.wasNull();
        return new ExecutionRow(
                new ExecutionId(row.getString("id")),
                BatchId.of(new ProposalId(row.getString("proposal"))),
                row.getInt("place"),
                new OperatorId(row.getString("operator")),
                row.getString("hostname"),
                row.getString("name"),
                ExecutionStatus.valueOf(row.getString("state")),
                exited ? exitCode : null,
                Columns.timeOrNull(row, "started_at"),
                Columns.timeOrNull(row, "finished_at"),
                volume(row, "stdout"),
                volume(row, "stderr"),
                row.getString("message"));
    }

    private static @Nullable Volume volume(ResultSet row, String stream) throws SQLException {
        Digest sha256 = Columns.digestOrNull(row, stream + "_sha256");
        return sha256 == null ? null : new Volume(row.getLong(stream + "_bytes"), sha256);
    }
}
