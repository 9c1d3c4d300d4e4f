package ai.dropops.operator.vault;

import ai.dropops.protocol.action.Account;
import ai.dropops.protocol.action.ChainHead;
import ai.dropops.protocol.action.Excerpt;
import ai.dropops.protocol.action.Receipt;
import ai.dropops.protocol.action.Validity;
import ai.dropops.protocol.audit.Checkpoint;
import ai.dropops.protocol.audit.Facts;
import ai.dropops.protocol.audit.Kind;
import ai.dropops.protocol.identity.Bytes;
import ai.dropops.protocol.identity.ExecutionId;
import ai.dropops.protocol.identity.OperatorId;
import ai.dropops.protocol.identity.ProposalId;
import ai.dropops.protocol.identity.SealingKey;
import ai.dropops.protocol.identity.Secret;
import ai.dropops.protocol.identity.VaultId;
import ai.dropops.protocol.identity.VerifyingKey;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The operator's durable memory of executions: what has begun, what came of it, and who has been told. What it says is
 * encrypted, and everything it is told becomes part of its history.
 */
public final class Vault implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Vault.class);
    private static final String SEQUENCE = "sequence";
    private static final String SIGNED_TIME = "signed-time";
    /** 1 where the history says last that records are kept by the control plane. */
    private static final String ELSEWHERE = "elsewhere";
    /** So many executions are forgotten at once. */
    private static final int SWEEP = 1000;

    private final Path file;
    private final Connection database;
    private final SealingKey key;
    private final SpoolKey spoolKey;
    private final History history;
    private final ChainFile chainFile;
    private final Duration keep;
    private final Statements sql;
    private final Numbers numbers;
    private volatile Records records;
    private final Transactions transactions;
    /** The latest time the control plane ever signed, in milliseconds. */
    private volatile long signedTime;

    private Vault(Path file, Opened opened, Duration keep) throws SQLException {
        this.file = file;
        this.database = opened.database();
        this.key = opened.key();
        this.spoolKey = opened.spoolKey();
        this.history = opened.history();
        this.chainFile = opened.chainFile();
        this.keep = keep;
        this.sql = opened.sql();
        this.numbers = new Numbers(sql);
        this.records = new Records(sql, key, true);
        this.transactions = Transactions.on(database, history);
        this.signedTime = write(() -> numbers.get(SIGNED_TIME));
    }

    /**
     * Opens or makes the vault in {@code file}; {@link VaultLocked} with another key than its own, {@link VaultDamaged} when
     * it is not intact.
     *
     * @param keep for how long executions are remembered after their permits have ended
     */
    public static Vault open(Path file, Secret key, Duration keep, Clock clock) {
        Opened opened = Opened.open(file, key, clock);
        try {
            return new Vault(file, opened, keep);
        } catch (SQLException e) {
            throw new VaultFailure(e);
        }
    }

    /** Locks the vault in {@code file}, which {@code before} opens, with {@code next} instead. */
    public static void rekey(Path file, Secret before, Secret next, Clock clock) {
        Opened.rekey(file, before, next, clock);
    }

    public VaultId id() {
        return history.vault();
    }

    /** Says in the history whose it is and whose keys sign from now on, if that is not said yet. */
    public void enrolled(OperatorId operator, VerifyingKey receipts, VerifyingKey permits) {
        write(() -> {
            SortedMap<String, String> facts = Facts.enrolled(operator, receipts, permits);
            if (!history.enrolled().equals(Optional.of(facts))) {
                history.append(Kind.ENROLLED, null, facts);
            }
            return facts;
        });
    }

    /** Keeps what is done and printed from now on {@code here}, or only until the control plane has it; the history says which. */
    public void keepRecords(boolean here) {
        write(() -> {
            records = new Records(sql, key, here);
            if (numbers.get(ELSEWHERE) != (here ? 0 : 1)) {
                numbers.set(ELSEWHERE, here ? 0 : 1);
                history.append(Kind.PLACED, null, Facts.placed(here));
            }
            return here;
        });
    }

    public boolean keepsRecords() {
        return records.here();
    }

    /** The oldest output the control plane is to have, whose receipt it has. */
    public Optional<Leaver> leaver() {
        return write(() -> records.due());
    }

    /** The control plane has the output of {@code execution}. */
    public void left(ExecutionId execution) {
        write(() -> records.left(key(execution)));
    }

    /** Whether nothing but the receipt is to stay here of {@code execution}, which has ended. */
    public boolean isElsewhere(ExecutionId execution) {
        return write(() -> records.isElsewhere(key(execution)));
    }

    /** The key of the first entry, until the control plane has taken it. */
    public Optional<Bytes> start() {
        return write(() -> sql.first(
                        "SELECT start FROM vault WHERE start IS NOT NULL", row -> opened(Opened.START, row.getBytes(1)))
                .map(Bytes::wrap));
    }

    /** The control plane holds the key of the first entry, and nobody here does from now on. */
    public void startTaken() {
        write(() -> sql.update("UPDATE vault SET start = NULL"));
        Opened.truncateLog(file);
    }

    /** Keeps the control plane's word on the history with the next transaction; one about another history is named in the log. */
    public void witnessed(Checkpoint.Signed checkpoint) {
        ChainHead head = checkpoint.content().head();
        transactions.eventually(() -> {
            if (!history.holds(head)) {
                LOG.error("the control plane has counter-signed a history that is not this host's; verify the vault");
                return 0;
            }
            return sql.update(
                    "INSERT INTO checkpoint(number, checkpoint, signature) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
                    head.number(),
                    checkpoint.checkpoint().array(),
                    checkpoint.signature().array());
        });
    }

    /** Hands {@code reader} the history line by line, as {@link ai.dropops.protocol.audit.Verifier} reads it. */
    public void export(Consumer<String> reader) {
        write(() -> {
            new Export(this.sql, history, this::receipt).to(reader);
            return reader;
        });
    }

    /** The first stored action or output that is not what its entry was written for, as a sentence. */
    public Optional<String> changedContent() {
        return write(() -> new Contents(sql, history, key).firstChanged());
    }

    public Optional<Known> known(ExecutionId execution) {
        return write(() -> sql.first(
                "SELECT proposal, attempt, started_at, key, receipt, signature FROM execution WHERE key = ?",
                row -> known(execution, row),
                key(execution)));
    }

    /** Commits that {@code begun} is about to run; true only for the first who says so of its key. */
    public boolean begin(Known.Begun begun, Deed deed, Instant notAfter) {
        byte[] execution = key(begun.execution());
        Records.Part action = records.action(execution, deed);
        SortedMap<String, String> facts = action.in(Facts.begun(
                begun.execution(),
                begun.proposal(),
                begun.attempt(),
                deed.event().name()));
        return write(() -> {
            int first = sql.update(
                    """
                    INSERT INTO execution(key, proposal, attempt, started_at, not_after)
                    VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING""",
                    execution,
                    begun.proposal().value(),
                    begun.attempt(),
                    begun.startedAt().toEpochMilli(),
                    notAfter.toEpochMilli());
            if (first == 1) {
                action.store();
                history.append(Kind.BEGUN, execution, facts);
            }
            return first == 1;
        });
    }

    /**
     * Commits the last word on an execution, begun or not, under the next sequence.
     *
     * @param notAfter when a permit for it ends, for a key that has not begun
     * @param signer signs the receipt it is given
     */
    public Receipt.Signed conclude(
            Account account, Instant notAfter, Excerpt output, Function<Receipt, Receipt.Signed> signer) {
        byte[] execution = key(account.execution());
        Records.Part kept = records.output(execution, account, output);
        return write(() -> {
            long sequence = numbers.next(SEQUENCE);
            ChainHead head = history.append(Kind.TOLD, execution, kept.in(Facts.told(account, sequence)));
            Receipt.Signed signed = signer.apply(Receipt.of(account, sequence, head));
            sql.update(
                    """
                    INSERT INTO execution(key, not_after, sequence, receipt, signature)
                    VALUES (?, ?, ?, ?, ?)
                    ON CONFLICT(key) DO UPDATE SET sequence = excluded.sequence, receipt = excluded.receipt,
                        signature = excluded.signature, kept = 0""",
                    execution,
                    notAfter.toEpochMilli(),
                    sequence,
                    key.seal(place(execution), signed.receipt().array()),
                    signed.signature().array());
            kept.store();
            return signed;
        });
    }

    /** A receipt that is sent once and not remembered, such as for a process that still runs. */
    public Receipt.Signed mention(Account account, Function<Receipt, Receipt.Signed> signer) {
        return write(() -> {
            long sequence = numbers.next(SEQUENCE);
            ChainHead head = history.append(Kind.TOLD, key(account.execution()), Facts.told(account, sequence));
            return signer.apply(Receipt.of(account, sequence, head));
        });
    }

    /** The key output is recorded under. */
    public SpoolKey spoolKey() {
        return spoolKey;
    }

    /** Everything that began and has no end. */
    public List<Known.Begun> begun() {
        return write(() -> sql.all(
                "SELECT key, proposal, attempt, started_at FROM execution WHERE receipt IS NULL ORDER BY started_at",
                Vault::begun));
    }

    /** Receipts the control plane has not confirmed, oldest first, with a sequence above {@code after}. */
    public List<Receipt.Signed> unkept(long after, int limit) {
        return write(() -> sql.all("""
                SELECT key, receipt, signature FROM execution
                WHERE kept = 0 AND receipt IS NOT NULL AND sequence > ? ORDER BY sequence LIMIT ?""", this::receipt, after, limit));
    }

    /**
     * The control plane holds the receipt with this sequence; remembered with the next transaction, and told anew where the
     * process ends before that.
     */
    public void kept(ExecutionId execution, long sequence) {
        transactions.eventually(() ->
                sql.update("UPDATE execution SET kept = 1 WHERE key = ? AND sequence = ?", key(execution), sequence));
    }

    /** Signs unconfirmed receipts anew, or gives up those {@code again} does not answer, because the keys have changed. */
    public void reissue(Function<Receipt, Optional<Receipt.Signed>> again) {
        for (Receipt.Signed old : unkept(0, Integer.MAX_VALUE)) {
            Receipt content = old.content();
            again.apply(content)
                    .ifPresentOrElse(
                            signed -> write(() -> sql.update(
                                    "UPDATE execution SET receipt = ?, signature = ? WHERE key = ?",
                                    key.seal(
                                            place(key(content.execution())),
                                            signed.receipt().array()),
                                    signed.signature().array(),
                                    key(content.execution()))),
                            () -> kept(content.execution(), content.sequence()));
        }
    }

    /** The sequence of the last receipt ever made. */
    public long sequence() {
        return write(() -> numbers.get(SEQUENCE));
    }

    /** The latest time the control plane ever signed. */
    public Instant signedTime() {
        return Instant.ofEpochMilli(signedTime);
    }

    /** Remembers a time the control plane signed and forgets the executions whose time to be kept is over. */
    public void advance(Instant signed) {
        while (write(() -> sweep(signed)) == SWEEP) {}
        signedTime = Math.max(signedTime, signed.toEpochMilli());
    }

    private int sweep(Instant signed) throws SQLException {
        long now = Math.max(numbers.get(SIGNED_TIME), signed.toEpochMilli());
        numbers.set(SIGNED_TIME, now);
        List<byte[]> over = sql.all(
                "SELECT key FROM execution WHERE kept = 1 AND not_after < ? LIMIT ?",
                row -> row.getBytes(1),
                now - Validity.SKEW.plus(keep).toMillis(),
                SWEEP);
        for (byte[] execution : over) {
            sql.update("DELETE FROM execution WHERE key = ?", execution);
            records.forget(execution);
            history.append(
                    Kind.FORGOTTEN,
                    execution,
                    Facts.forgotten(new ExecutionId(HexFormat.of().formatHex(execution))));
        }
        return over.size();
    }

    /** Lets the database grow to {@code pages} pages and no further, as a full disk would. */
    void limit(long pages) {
        write(() -> sql.all("PRAGMA max_page_count = " + pages, row -> row.getLong(1)));
    }

    @Override
    public void close() {
        transactions.close();
        try {
            database.close();
            chainFile.close();
        } catch (SQLException | IOException e) {
            throw new VaultFailure(e);
        }
    }

    private <T extends @Nullable Object> T write(Transactions.Work<T> work) {
        return transactions.write(work);
    }

    private Known known(ExecutionId execution, ResultSet row) throws SQLException {
        return row.getBytes("receipt") == null
                ? new Known.Begun(
                        execution,
                        new ProposalId(row.getString(1)),
                        row.getInt(2),
                        Instant.ofEpochMilli(row.getLong(3)))
                : new Known.Concluded(receipt(row));
    }

    private static Known.Begun begun(ResultSet row) throws SQLException {
        return new Known.Begun(
                new ExecutionId(HexFormat.of().formatHex(row.getBytes(1))),
                new ProposalId(row.getString(2)),
                row.getInt(3),
                Instant.ofEpochMilli(row.getLong(4)));
    }

    private Receipt.Signed receipt(ResultSet row) throws SQLException {
        return new Receipt.Signed(
                Bytes.wrap(opened(place(row.getBytes("key")), row.getBytes("receipt"))),
                Bytes.wrap(row.getBytes("signature")));
    }

    private byte[] opened(String place, byte[] sealed) {
        return key.open(place, sealed)
                .orElseThrow(() -> new VaultFailure("what the vault holds for " + place + " was changed"));
    }

    private static String place(byte[] execution) {
        return "receipt/" + HexFormat.of().formatHex(execution);
    }

    private static byte[] key(ExecutionId execution) {
        return HexFormat.of().parseHex(execution.value());
    }
}
