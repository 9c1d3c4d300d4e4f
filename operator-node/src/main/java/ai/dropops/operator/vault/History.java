package ai.dropops.operator.vault;

import ai.dropops.protocol.action.ChainHead;
import ai.dropops.protocol.audit.Chain;
import ai.dropops.protocol.audit.ChainKey;
import ai.dropops.protocol.audit.Entry;
import ai.dropops.protocol.audit.HistoryLine;
import ai.dropops.protocol.audit.Kind;
import ai.dropops.protocol.identity.Bytes;
import ai.dropops.protocol.identity.Digest;
import ai.dropops.protocol.identity.SealingKey;
import ai.dropops.protocol.identity.VaultId;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The chain of what happened, as it lies in the database. Entries are appended within the caller's transaction; when that is
 * committed the keys that authenticated them are overwritten, when it is not, nothing was appended.
 */
final class History {
    private static final Logger LOG = LoggerFactory.getLogger(History.class);

    private final Statements sql;
    private final SealingKey key;
    private final ChainFile file;
    private final Clock clock;
    private Chain committed;
    private Chain chain;

    private History(Statements sql, SealingKey key, ChainFile file, Clock clock, Chain chain) {
        this.sql = sql;
        this.key = key;
        this.file = file;
        this.clock = clock;
        this.committed = chain;
        this.chain = chain;
    }

    /** A history without entries; its first key is in {@code file} before anything is committed. */
    static History begin(VaultId vault, ChainKey start, Statements sql, SealingKey key, ChainFile file, Clock clock)
            throws IOException {
        file.write(new ChainFile.At(0, start));
        return new History(sql, key, file, clock, Chain.begin(vault, start));
    }

    /** The history in the database; a {@link VaultDamaged} when it is not where its key is. */
    static History load(VaultId vault, Statements sql, SealingKey key, ChainFile file, Clock clock)
            throws IOException, SQLException {
        ChainHead head = sql.first(
                        "SELECT number, hash FROM entry ORDER BY number DESC LIMIT 1",
                        row -> new ChainHead(vault, row.getLong(1), Digest.wrap(row.getBytes(2))))
                .orElse(new ChainHead(vault, 0, Entry.NONE));
        ChainFile.At at =
                file.read().orElseThrow(() -> new VaultDamaged("chain.key is missing or belongs to another vault"));
        if (at.number() > head.number()) {
            throw new VaultDamaged("the history ends at entry " + head.number() + ", and entry " + at.number()
                    + " was written: dropops.db was cut or put back from an earlier day");
        }
        // the key is written after its entries, so a process that died left an earlier one
        while (at.number() < head.number()) {
            at = at.next();
        }
        file.write(at);
        return new History(sql, key, file, clock, new Chain(head, at.key()));
    }

    ChainHead append(Kind kind, byte @Nullable [] execution, SortedMap<String, String> facts) throws SQLException {
        Chain.Grown grown = chain.append(clock.instant(), kind, facts);
        Entry entry = grown.entry();
        ChainHead head = grown.after().head();
        sql.update(
                "INSERT INTO entry(number, at, kind, execution, facts, hash, tag) VALUES (?, ?, ?, ?, ?, ?, ?)",
                entry.number(),
                entry.at().toEpochMilli(),
                kind.name(),
                execution,
                key.seal(place(entry.number()), write(entry.facts())),
                head.hash().array(),
                grown.tag().array());
        chain = grown.after();
        return head;
    }

    VaultId vault() {
        return chain.head().vault();
    }

    void committed() {
        if (!committed.equals(chain)) {
            committed = chain;
            try {
                file.write(new ChainFile.At(chain.head().number(), chain.key()));
            } catch (IOException e) {
                LOG.warn("an old key of the history stays for now: {}", e.getMessage());
            }
        }
    }

    void rolledBack() {
        chain = committed;
    }

    /** The facts of the last entry that names keys. */
    Optional<SortedMap<String, String>> enrolled() throws SQLException {
        return sql.first(
                "SELECT number, facts FROM entry WHERE kind = 'ENROLLED' ORDER BY number DESC LIMIT 1",
                row -> facts(row.getLong(1), row.getBytes(2)));
    }

    boolean holds(ChainHead head) throws SQLException {
        return head.vault().equals(vault())
                && sql.first(
                                "SELECT hash FROM entry WHERE number = ?",
                                row -> Digest.wrap(row.getBytes(1)),
                                head.number())
                        .filter(head.hash()::equals)
                        .isPresent();
    }

    /** The entry of a row of number, at, kind, facts, hash and tag, after {@code previous}. */
    HistoryLine.Told line(ResultSet row, Digest previous) throws SQLException {
        var entry = new Entry(
                row.getLong("number"),
                previous,
                Instant.ofEpochMilli(row.getLong("at")),
                Kind.valueOf(row.getString("kind")),
                facts(row.getLong("number"), row.getBytes("facts")));
        return new HistoryLine.Told(entry, Digest.wrap(row.getBytes("hash")), Bytes.wrap(row.getBytes("tag")));
    }

    private SortedMap<String, String> facts(long number, byte[] sealed) {
        return read(key.open(place(number), sealed)
                .orElseThrow(() -> new VaultFailure("entry " + number + ": its facts were changed")));
    }

    private static String place(long number) {
        return "entry/" + number;
    }

    private static byte[] write(SortedMap<String, String> facts) {
        var bytes = new ByteArrayOutputStream(512);
        try (var out = new DataOutputStream(bytes)) {
            out.writeInt(facts.size());
            for (var fact : facts.entrySet()) {
                for (String text : new String[] {fact.getKey(), fact.getValue()}) {
                    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
                    out.writeInt(utf8.length);
                    out.write(utf8);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static SortedMap<String, String> read(byte[] bytes) {
        var facts = new TreeMap<String, String>();
        try (var in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            for (int left = in.readInt(); left > 0; left--) {
                String name = text(in);
                facts.put(name, text(in));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return facts;
    }

    private static String text(DataInputStream in) throws IOException {
        return new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
    }
}
