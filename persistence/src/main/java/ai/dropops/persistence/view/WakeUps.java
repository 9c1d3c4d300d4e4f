package ai.dropops.persistence.view;

import ai.dropops.persistence.schema.Database;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Which entities must be woken after a start, because work waits for them or their row is behind. */
public final class WakeUps {
    private final Database database;

    WakeUps(Database database) {
        this.database = database;
    }

    /** The ids of operators whose row is behind their journal, or says that they are connected. */
    public List<String> operators() {
        List<String> ids = behind("operator");
        ids.addAll(ids("SELECT id FROM operator WHERE connected = 1"));
        return ids.stream().distinct().toList();
    }

    /** The ids of device links whose row is behind their journal. */
    public List<String> deviceLinks() {
        return behind("device_link");
    }

    /** The ids of approvals that wait for an answer or for their session, or whose row is behind. */
    public List<String> approvals() {
        List<String> ids = behind("approval");
        ids.addAll(openApprovals());
        return ids.stream().distinct().toList();
    }

    /** The ids of batches that have not ended, or whose row is behind. */
    public List<String> batches() {
        List<String> ids = behind("batch");
        ids.addAll(runningBatches());
        return ids.stream().distinct().toList();
    }

    /** The ids of approvals that wait for an answer or for their session. */
    public List<String> openApprovals() {
        return ids("SELECT id FROM approval WHERE acknowledged = 0");
    }

    /** The ids of batches that have not ended. */
    public List<String> runningBatches() {
        return ids("SELECT id FROM batch WHERE state = 'RUNNING'");
    }

    /** The ids of all workspaces. */
    public List<String> workspaces() {
        return ids("SELECT id FROM workspace");
    }

    /** The ids of all sessions. */
    public List<String> sessions() {
        return ids("SELECT session FROM member");
    }

    /** An entity type is named like its table. */
    private List<String> behind(String type) {
        int idFrom = type.length() + 2;
        List<String> persistenceIds = ids("""
            SELECT j.persistence_id FROM
              (SELECT persistence_id, max(sequence_number) AS last FROM event_journal
               WHERE persistence_id >= ? AND persistence_id < ? GROUP BY persistence_id) j
            LEFT JOIN %s r ON r.id = substr(j.persistence_id, ?)
            WHERE r.sequence IS NULL OR r.sequence < j.last
            """.formatted(type), type + "|", type + "}", idFrom);
        return persistenceIds.stream()
                .map(id -> id.substring(idFrom - 1))
                .collect(Collectors.toCollection(ArrayList::new));
    }

    private List<String> ids(String sql, Object... parameters) {
        return database.with(connection -> {
            var ids = new ArrayList<String>();
            try (var query = connection.prepareStatement(sql);
                    var rows = Columns.set(query, parameters).executeQuery()) {
                while (rows.next()) {
                    ids.add(rows.getString(1));
                }
            }
            return ids;
        });
    }
}
