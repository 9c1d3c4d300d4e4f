package ai.dropops.operator.vault;

import ai.dropops.protocol.action.Receipt;
import ai.dropops.protocol.action.Validity;
import ai.dropops.protocol.identity.Bytes;
import ai.dropops.protocol.identity.ExecutionId;
import ai.dropops.protocol.identity.ProposalId;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.LongFunction;
import org.sqlite.SQLiteConfig;

/** The operator's durable memory of executions: what has begun, what came of it, and who has been told. */
public final class Vault implements AutoCloseable {
    private static final String SEQUENCE = "sequence";
    private static final String SIGNED_TIME = "signed-time";

    private final Connection database;
    private final ReentrantLock one = new ReentrantLock();

    private Vault(Connection database) {
        this.database = database;
    }

    /** Opens the vault in {@code file}; a {@link VaultDamaged} when that is no intact database. */
    public static Vault open(Path file) {
        try {
            var config = new SQLiteConfig();
            config.setJournalMode(SQLiteConfig.JournalMode.WAL);
            // a key that began must be known after a power failure, and NORMAL can forget it
            config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
            config.setBusyTimeout(10_000);
            Connection database = config.createConnection("jdbc:sqlite:" + file);
            Schema.prepare(database);
            database.setAutoCommit(false);
            return new Vault(database);
        } catch (SQLException e) {
            throw new VaultDamaged(file, e);
        }
    }

    public Optional<Known> known(ExecutionId execution) {
        return write(() -> first(
                "SELECT proposal, attempt, started_at, receipt, signature FROM execution WHERE key = ?",
                row -> known(execution, row),
                key(execution)));
    }

    /** Commits that {@code begun} is about to run; true only for the first who says so of its key. */
    public boolean begin(Known.Begun begun, Instant notAfter) {
        return write(() -> update(
                        """
                        INSERT INTO execution(key, proposal, attempt, started_at, not_after)
                        VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING""",
                        key(begun.execution()),
                        begun.proposal().value(),
                        begun.attempt(),
                        begun.startedAt().toEpochMilli(),
                        notAfter.toEpochMilli())
                == 1);
    }

    /**
     * Commits the last word on an execution, begun or not, under the next sequence.
     *
     * @param notAfter when a permit for it ends, for a key that has not begun
     * @param receipt makes the signed receipt with the sequence it is given
     */
    public Receipt.Signed conclude(ExecutionId execution, Instant notAfter, LongFunction<Receipt.Signed> receipt) {
        return write(() -> {
            long sequence = next();
            Receipt.Signed signed = receipt.apply(sequence);
            update(
                    """
                    INSERT INTO execution(key, not_after, sequence, receipt, signature) VALUES (?, ?, ?, ?, ?)
                    ON CONFLICT(key) DO UPDATE SET sequence = excluded.sequence, receipt = excluded.receipt,
                        signature = excluded.signature, kept = 0""",
                    key(execution),
                    notAfter.toEpochMilli(),
                    sequence,
                    signed.receipt().array(),
                    signed.signature().array());
            return signed;
        });
    }

    /** A receipt that is sent once and not remembered, such as for a process that still runs. */
    public Receipt.Signed mention(LongFunction<Receipt.Signed> receipt) {
        return write(() -> receipt.apply(next()));
    }

    /** Everything that began and has no end. */
    public List<Known.Begun> begun() {
        return write(() -> all(
                "SELECT key, proposal, attempt, started_at FROM execution WHERE receipt IS NULL ORDER BY started_at",
                Vault::begun));
    }

    /** Receipts the control plane has not confirmed, oldest first, with a sequence above {@code after}. */
    public List<Receipt.Signed> unkept(long after, int limit) {
        return write(() -> all("""
                SELECT receipt, signature FROM execution
                WHERE kept = 0 AND receipt IS NOT NULL AND sequence > ? ORDER BY sequence LIMIT ?""", Vault::receipt, after, limit));
    }

    /** The control plane holds the receipt with this sequence. */
    public void kept(ExecutionId execution, long sequence) {
        write(() -> update("UPDATE execution SET kept = 1 WHERE key = ? AND sequence = ?", key(execution), sequence));
    }

    /** Signs unconfirmed receipts anew, or gives up those {@code again} does not answer, because the keys have changed. */
    public void reissue(Function<Receipt, Optional<Receipt.Signed>> again) {
        for (Receipt.Signed old : unkept(0, Integer.MAX_VALUE)) {
            Receipt content = old.content();
            again.apply(content)
                    .ifPresentOrElse(
                            signed -> write(() -> update(
                                    "UPDATE execution SET receipt = ?, signature = ? WHERE key = ?",
                                    signed.receipt().array(),
                                    signed.signature().array(),
                                    key(content.execution()))),
                            () -> kept(content.execution(), content.sequence()));
        }
    }

    /** The sequence of the last receipt ever made. */
    public long sequence() {
        return write(() -> meta(SEQUENCE));
    }

    /** The latest time the control plane ever signed. */
    public Instant signedTime() {
        return write(() -> Instant.ofEpochMilli(meta(SIGNED_TIME)));
    }

    /** Remembers a time the control plane signed and forgets the keys no permit can name any more. */
    public void advance(Instant signed) {
        write(() -> {
            long now = Math.max(meta(SIGNED_TIME), signed.toEpochMilli());
            meta(SIGNED_TIME, now);
            return update("DELETE FROM execution WHERE kept = 1 AND not_after < ?", now - Validity.SKEW.toMillis());
        });
    }

    @Override
    public void close() {
        one.lock();
        try {
            database.close();
        } catch (SQLException e) {
            throw new VaultFailure(e);
        } finally {
            one.unlock();
        }
    }

    private long next() throws SQLException {
        long next = meta(SEQUENCE) + 1;
        meta(SEQUENCE, next);
        return next;
    }

    private long meta(String name) throws SQLException {
        return first("SELECT value FROM meta WHERE name = ?", row -> row.getLong(1), name)
                .orElse(0L);
    }

    private void meta(String name, long value) throws SQLException {
        update(
                "INSERT INTO meta(name, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value",
                name,
                value);
    }

    private static Known known(ExecutionId execution, ResultSet row) throws SQLException {
        byte[] receipt = row.getBytes(4);
        return receipt == null
                ? new Known.Begun(
                        execution,
                        new ProposalId(row.getString(1)),
                        row.getInt(2),
                        Instant.ofEpochMilli(row.getLong(3)))
                : new Known.Concluded(new Receipt.Signed(Bytes.wrap(receipt), Bytes.wrap(row.getBytes(5))));
    }

    private static Known.Begun begun(ResultSet row) throws SQLException {
        return new Known.Begun(
                new ExecutionId(HexFormat.of().formatHex(row.getBytes(1))),
                new ProposalId(row.getString(2)),
                row.getInt(3),
                Instant.ofEpochMilli(row.getLong(4)));
    }

    private static Receipt.Signed receipt(ResultSet row) throws SQLException {
        return new Receipt.Signed(Bytes.wrap(row.getBytes(1)), Bytes.wrap(row.getBytes(2)));
    }

    private static byte[] key(ExecutionId execution) {
        return HexFormat.of().parseHex(execution.value());
    }

    private interface Work<T> {
        T done() throws SQLException;
    }

    private interface Row<T> {
        T from(ResultSet row) throws SQLException;
    }

    /** {@code work} as one transaction. */
    private <T> T write(Work<T> work) {
        one.lock();
        try {
            T result = work.done();
            database.commit();
            return result;
        } catch (SQLException | RuntimeException e) {
            undo(e);
            throw e instanceof RuntimeException bug ? bug : new VaultFailure(e);
        } finally {
            one.unlock();
        }
    }

    private void undo(Exception cause) {
        try {
            database.rollback();
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }

    private int update(String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = prepared(sql, values)) {
            return statement.executeUpdate();
        }
    }

    private <T> Optional<T> first(String sql, Row<T> reading, Object... values) throws SQLException {
        return all(sql, reading, values).stream().findFirst();
    }

    private <T> List<T> all(String sql, Row<T> reading, Object... values) throws SQLException {
        try (PreparedStatement statement = prepared(sql, values);
                ResultSet rows = statement.executeQuery()) {
            var all = new ArrayList<T>();
            while (rows.next()) {
                all.add(reading.from(rows));
            }
            return all;
        }
    }

    private PreparedStatement prepared(String sql, Object... values) throws SQLException {
        PreparedStatement statement = database.prepareStatement(sql);
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
        return statement;
    }
}
