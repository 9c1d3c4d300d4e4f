package ai.dropops.persistence.view;

import ai.dropops.persistence.schema.Database;
import ai.dropops.protocol.action.Receipt;
import ai.dropops.protocol.identity.Bytes;
import ai.dropops.protocol.identity.ExecutionId;
import ai.dropops.protocol.identity.OperatorId;
import ai.dropops.protocol.identity.ProposalId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** What operators signed about executions; facts, never rewritten. */
public final class Receipts {
    private final Database database;

    Receipts(Database database) {
        this.database = database;
    }

    /** Stores receipts whose signatures were verified, all or none; one that is already there stays as it is. */
    public void keep(Collection<Receipt.Signed> receipts, Instant at) {
        database.transact(connection -> {
            try (var insert = connection.prepareStatement("""
                    INSERT INTO receipt (execution, sequence, proposal, operator, receipt, signature, kept_at)
                    VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
                    """)) {
                for (Receipt.Signed signed : receipts) {
                    Receipt content = signed.content();
                    Columns.set(
                                    insert,
                                    content.execution(),
                                    content.sequence(),
                                    content.proposal(),
                                    content.operator(),
                                    signed.receipt().array(),
                                    signed.signature().array(),
                                    at)
                            .addBatch();
                }
                insert.executeBatch();
            }
            return receipts.size();
        });
    }

    /** The receipts about {@code proposal}, in no order. */
    public List<Receipt.Signed> about(ProposalId proposal) {
        return database.with(connection -> {
            var found = new ArrayList<Receipt.Signed>();
            try (var query = connection.prepareStatement("SELECT receipt, signature FROM receipt WHERE proposal = ?");
                    var rows = Columns.set(query, proposal).executeQuery()) {
                while (rows.next()) {
                    found.add(new Receipt.Signed(Bytes.wrap(rows.getBytes(1)), Bytes.wrap(rows.getBytes(2))));
                }
            }
            return found;
        });
    }

    /** The last word {@code operator} has signed about {@code execution}. */
    public Optional<Receipt> last(OperatorId operator, ExecutionId execution) {
        return database.with(connection -> {
            try (var query = connection.prepareStatement("""
                            SELECT receipt, signature FROM receipt WHERE execution = ? AND operator = ?
                            ORDER BY sequence DESC LIMIT 1
                            """);
                    var row = Columns.set(query, execution, operator).executeQuery()) {
                return row.next()
                        ? Optional.of(
                                new Receipt.Signed(Bytes.wrap(row.getBytes(1)), Bytes.wrap(row.getBytes(2))).content())
                        : Optional.<Receipt>empty();
            }
        });
    }

    /** The highest sequence among {@code operator}'s receipts that were stored since {@code since}, 0 when there is none. */
    public long lastSequence(OperatorId operator, Instant since) {
        return database.with(connection -> {
            try (var query = connection.prepareStatement(
                            "SELECT max(sequence) FROM receipt WHERE operator = ? AND kept_at >= ?");
                    var rows = Columns.set(query, operator, since).executeQuery()) {
                return rows.next() ? rows.getLong(1) : 0;
            }
        });
    }
}
