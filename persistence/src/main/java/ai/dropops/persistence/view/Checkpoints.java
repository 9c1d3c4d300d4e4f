package ai.dropops.persistence.view;

import ai.dropops.persistence.schema.Database;
import ai.dropops.persistence.secrets.Sealed;
import ai.dropops.persistence.secrets.WorkspaceKeys;
import ai.dropops.protocol.action.ChainHead;
import ai.dropops.protocol.action.Receipt;
import ai.dropops.protocol.audit.Checkpoint;
import ai.dropops.protocol.audit.HistoryLine;
import ai.dropops.protocol.identity.Bytes;
import ai.dropops.protocol.identity.OperatorId;
import ai.dropops.protocol.identity.VaultId;
import ai.dropops.protocol.identity.WorkspaceId;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** What this control plane can witness of operators' own histories: heads it has counter-signed, and how each began. */
public final class Checkpoints {
    private static final int NOT_INSERTED = 0;

    private final Database database;
    private final WorkspaceKeys keys;

    private record Subject(OperatorId operator, VaultId vault) {}

    Checkpoints(Database database, WorkspaceKeys keys) {
        this.database = database;
        this.keys = keys;
    }

    /**
     * Counter-signs the newest head of each history that stored {@code receipts} speak of, and answers the newest checkpoint
     * of each; a head that is not newer than one already signed is not kept.
     *
     * @param signer answers the permit key's Ed25519 signature of the message it is given
     */
    public List<Checkpoint.Signed> witness(
            Collection<Receipt.Signed> receipts, Instant at, UnaryOperator<byte[]> signer) {
        Map<Subject, Checkpoint.Signed> signed = signed(receipts, at, signer);
        return database.transact(connection -> keep(connection, signed));
    }

    private static Map<Subject, Checkpoint.Signed> signed(
            Collection<Receipt.Signed> receipts, Instant at, UnaryOperator<byte[]> signer) {
        Map<Subject, ChainHead> newest = receipts.stream()
                .map(Receipt.Signed::content)
                .collect(Collectors.toMap(
                        receipt ->
                                new Subject(receipt.operator(), receipt.head().vault()),
                        Receipt::head,
                        BinaryOperator.maxBy(Comparator.comparingLong(ChainHead::number)),
                        LinkedHashMap::new));
        var signed = new LinkedHashMap<Subject, Checkpoint.Signed>();
        newest.forEach((about, head) -> signed.put(about, new Checkpoint(about.operator, head, at).sign(signer)));
        return signed;
    }

    private static List<Checkpoint.Signed> keep(Connection connection, Map<Subject, Checkpoint.Signed> signed)
            throws SQLException {
        var newest = new ArrayList<Checkpoint.Signed>();
        try (var insert = connection.prepareStatement("""
                INSERT INTO checkpoint (operator, vault, number, checkpoint, signature) SELECT ?, ?, ?, ?, ?
                WHERE NOT EXISTS (SELECT 1 FROM checkpoint WHERE operator = ? AND vault = ? AND number >= ?)
                """)) {
            for (var entry : signed.entrySet()) {
                Subject about = entry.getKey();
                Checkpoint.Signed checkpoint = entry.getValue();
                long number = checkpoint.content().head().number();
                int inserted = Columns.set(
                                insert,
                                about.operator,
                                about.vault,
                                number,
                                checkpoint.checkpoint().array(),
                                checkpoint.signature().array(),
                                about.operator,
                                about.vault,
                                number)
                        .executeUpdate();
                newest.add(inserted == NOT_INSERTED ? latest(connection, about) : checkpoint);
            }
        }
        return newest;
    }

    /** Keeps the key a history began with; the first that is told of a vault stays. */
    public void begun(WorkspaceId workspace, OperatorId operator, VaultId vault, Bytes start, Instant at) {
        byte[] sealed =
                keys.seal(workspace, purpose(operator, vault), start).bytes().array();
        database.transact(connection -> {
            try (var insert = connection.prepareStatement("""
                    INSERT INTO history_start (operator, vault, start, told_at) VALUES (?, ?, ?, ?)
                    ON CONFLICT DO NOTHING
                    """)) {
                return Columns.set(insert, operator, vault, sealed, at).executeUpdate();
            }
        });
    }

    /** Everything that is known of {@code operator}'s histories, as lines of a witness file without the permit keys. */
    public List<HistoryLine> about(WorkspaceId workspace, OperatorId operator) {
        return database.with(connection -> {
            var lines = new ArrayList<HistoryLine>();
            try (var query = connection.prepareStatement("SELECT vault, start FROM history_start WHERE operator = ?");
                    var rows = Columns.set(query, operator).executeQuery()) {
                while (rows.next()) {
                    var vault = new VaultId(rows.getString(1));
                    var sealed = new Sealed(Bytes.wrap(rows.getBytes(2)));
                    lines.add(new HistoryLine.Start(
                            operator, vault, keys.open(workspace, purpose(operator, vault), sealed)));
                }
            }
            try (var query = connection.prepareStatement(
                            "SELECT checkpoint, signature FROM checkpoint WHERE operator = ? ORDER BY vault, number");
                    var rows = Columns.set(query, operator).executeQuery()) {
                while (rows.next()) {
                    lines.add(new HistoryLine.Witnessed(checkpoint(rows)));
                }
            }
            return lines;
        });
    }

    private static Checkpoint.Signed latest(Connection connection, Subject about) throws SQLException {
        try (var query = connection.prepareStatement("""
                        SELECT checkpoint, signature FROM checkpoint WHERE operator = ? AND vault = ?
                        ORDER BY number DESC LIMIT 1
                        """);
                var rows = Columns.set(query, about.operator, about.vault).executeQuery()) {
            rows.next();
            return checkpoint(rows);
        }
    }

    private static Checkpoint.Signed checkpoint(ResultSet row) throws SQLException {
        return new Checkpoint.Signed(Bytes.wrap(row.getBytes(1)), Bytes.wrap(row.getBytes(2)));
    }

    private static String purpose(OperatorId operator, VaultId vault) {
        return "history/" + operator + "/" + vault;
    }
}
