package ai.dropops.persistence.view;

import ai.dropops.persistence.schema.Database;
import ai.dropops.persistence.secrets.Sealed;
import ai.dropops.persistence.secrets.WorkspaceKeys;
import ai.dropops.protocol.action.Frozen;
import ai.dropops.protocol.action.Target;
import ai.dropops.protocol.identity.Bytes;
import ai.dropops.protocol.identity.Digest;
import ai.dropops.protocol.identity.ExecutionId;
import ai.dropops.protocol.identity.OperatorId;
import ai.dropops.protocol.identity.ProposalId;
import ai.dropops.protocol.identity.WorkspaceId;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Frozen proposals under their workspace's key, and the targets they name; facts, never rewritten. */
public final class Proposals {
    /**
     * A target and what people call it.
     *
     * @param keepsRecords whether its operator keeps what is printed there, as it last said
     */
    public record Named(Target target, String hostname, String name, boolean keepsRecords) {
        public Named(Target target, String hostname, String name) {
            this(target, hostname, name, true);
        }
    }

    private final Database database;
    private final WorkspaceKeys keys;
    private final SealedTexts texts;

    Proposals(Database database, WorkspaceKeys keys, SealedTexts texts) {
        this.database = database;
        this.keys = keys;
        this.texts = texts;
    }

    /** Stores {@code frozen}, its {@code brief} and its targets, which ascend by operator id, as a whole. */
    public void keep(Frozen frozen, Brief brief, List<Named> targets) {
        var id = frozen.proposal().id();
        var workspace = frozen.proposal().workspace();
        Sealed secret = keys.seal(workspace, id.value(), frozen.bytes());
        Bytes words = texts.seal(workspace, purpose(id), brief.text());
        database.transact(connection -> {
            try (var insert = connection.prepareStatement(
                    "INSERT INTO proposal (id, workspace, sealed, brief) VALUES (?, ?, ?, ?)")) {
                Columns.set(insert, id, workspace, secret.bytes().array(), words.array())
                        .executeUpdate();
            }
            insert(connection, frozen, targets);
            return targets.size();
        });
    }

    /** The proposal, opened; empty when there is none of that id in {@code workspace}. */
    public Optional<Frozen> find(WorkspaceId workspace, ProposalId proposal) {
        return database.with(connection -> {
                    try (var query = connection.prepareStatement(
                                    "SELECT sealed FROM proposal WHERE id = ? AND workspace = ?");
                            var rows = Columns.set(query, proposal, workspace).executeQuery()) {
                        return rows.next() ? Optional.of(rows.getBytes("sealed")) : Optional.<byte[]>empty();
                    }
                })
                .map(secret -> keys.open(workspace, proposal.value(), new Sealed(Bytes.wrap(secret))))
                .map(bytes -> Frozen.thaw(bytes.array()));
    }

    /** What people read of it before they decide; it says nothing where nothing was kept. */
    public Brief brief(WorkspaceId workspace, ProposalId proposal) {
        return database.with(connection -> {
                    try (var query = connection.prepareStatement(
                                    "SELECT brief FROM proposal WHERE id = ? AND workspace = ?");
                            var rows = Columns.set(query, proposal, workspace).executeQuery()) {
                        return rows.next() ? Optional.of(rows.getBytes("brief")) : Optional.<byte[]>empty();
                    }
                })
                .map(words -> texts.open(workspace, purpose(proposal), Bytes.wrap(words)))
                .map(Brief::parse)
                .orElse(Brief.EMPTY);
    }

    private static String purpose(ProposalId proposal) {
        return proposal + "/brief";
    }

    /** The first {@code limit} targets of a proposal of {@code workspace}, by index. */
    public List<Named> targets(WorkspaceId workspace, ProposalId proposal, int limit) {
        return database.with(connection -> {
            var targets = new ArrayList<Named>();
            try (var query = connection.prepareStatement("""
                            SELECT e.operator, e.operator_key, e.wave, e.params, e.hostname, e.name,
                              CASE WHEN CAST(json_extract(o.host, '$.capabilities.localStorage') AS TEXT)
                                IN ('0', 'false') THEN 0 ELSE 1 END AS keeps
                            FROM execution e JOIN proposal p ON p.id = e.proposal LEFT JOIN operator o ON o.id = e.operator
                            WHERE e.proposal = ? AND p.workspace = ? ORDER BY e.place LIMIT ?
                            """);
                    var row = Columns.set(query, proposal, workspace, limit).executeQuery()) {
                while (row.next()) {
                    var target = new Target(
                            new OperatorId(row.getString("operator")),
                            Digest.wrap(row.getBytes("operator_key")),
                            row.getInt("wave"),
                            Digest.wrap(row.getBytes("params")));
                    targets.add(new Named(
                            target, row.getString("hostname"), row.getString("name"), row.getInt("keeps") == 1));
                }
            }
            return targets;
        });
    }

    private static void insert(Connection connection, Frozen frozen, List<Named> targets) throws SQLException {
        try (var insert = connection.prepareStatement("""
                INSERT INTO execution (proposal, place, id, operator, operator_key, wave, params, hostname, name, state)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """)) {
            int place = 0;
            for (Named named : targets) {
                Target target = named.target();
                Columns.set(
                                insert,
                                frozen.proposal().id(),
                                place++,
                                ExecutionId.of(frozen.digest(), target.operator(), 1),
                                target.operator(),
                                target.operatorKey(),
                                target.wave(),
                                target.params(),
                                named.hostname(),
                                named.name(),
                                ExecutionStatus.WAITING)
                        .addBatch();
            }
            insert.executeBatch();
        }
    }
}
