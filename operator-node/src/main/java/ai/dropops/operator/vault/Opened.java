package ai.dropops.operator.vault;

import ai.dropops.protocol.audit.ChainKey;
import ai.dropops.protocol.audit.Facts;
import ai.dropops.protocol.audit.Kind;
import ai.dropops.protocol.identity.Bytes;
import ai.dropops.protocol.identity.Digest;
import ai.dropops.protocol.identity.SealingKey;
import ai.dropops.protocol.identity.Secret;
import ai.dropops.protocol.identity.VaultId;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.TreeMap;
import org.sqlite.SQLiteConfig;

/** An unlocked vault's parts. */
record Opened(
        Connection database, Statements sql, SealingKey key, SpoolKey spoolKey, History history, ChainFile chainFile) {
    static final String START = "start";

    private static final int ID = 16;
    private static final int LOG_PAGES = 8192;

    /** Opens or makes the vault in {@code file}; {@link VaultLocked} with another key, {@link VaultDamaged} when it is not intact. */
    static Opened open(Path file, Secret secret, Clock clock) {
        try {
            Connection database = connect(file);
            try {
                return Schema.prepare(database, file)
                        ? make(database, file, secret, clock)
                        : unlock(database, file, secret, clock);
            } catch (SQLException | IOException | RuntimeException e) {
                database.close();
                throw e;
            }
        } catch (SQLException | IOException e) {
            throw new VaultDamaged(file, e);
        }
    }

    /** Wraps the data key by {@code next} in the place of {@code before}; one row, and nothing else is written anew. */
    static void rekey(Path file, Secret before, Secret next, Clock clock) {
        Opened opened = open(file, before, clock);
        try (opened.database) {
            Statements sql = opened.sql;
            Lock old = lock(sql, file);
            byte[] dataKey = old.open(before).orElseThrow(() -> new VaultLocked(file));
            Lock lock = Lock.close(old.vault(), next, dataKey);
            sql.update(
                    "UPDATE vault SET owner = ?, wrapped = ?",
                    lock.owner().array(),
                    lock.wrapped().array());
            opened.history.append(Kind.REKEYED, null, Facts.rekeyed(old.owner(), lock.owner()));
            opened.database.commit();
            opened.history.committed();
            opened.chainFile.close();
        } catch (SQLException | IOException e) {
            throw new VaultFailure(e);
        }
    }

    /** Takes what was written out of the write-ahead log, where it would lie until it is overwritten. */
    static void truncateLog(Path file) {
        try (Connection database = connect(file);
                Statement statement = database.createStatement()) {
            statement.execute("PRAGMA wal_checkpoint(TRUNCATE)");
        } catch (SQLException e) {
            throw new VaultFailure(e);
        }
    }

    private static Connection connect(Path file) throws SQLException {
        var config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        // a key that began must be known after a power failure, and NORMAL can forget it
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setBusyTimeout(10_000);
        // the log is taken into the database when it has 32 MiB: outputs are large, and each time costs two waits for
        // the disk
        config.setPragma(SQLiteConfig.Pragma.WAL_AUTOCHECKPOINT, String.valueOf(LOG_PAGES));
        config.setPragma(SQLiteConfig.Pragma.SECURE_DELETE, "ON");
        return config.createConnection("jdbc:sqlite:" + file);
    }

    private static Opened make(Connection database, Path file, Secret secret, Clock clock)
            throws SQLException, IOException {
        var vault = VaultId.of(SealingKey.random(ID));
        byte[] dataKey = SealingKey.random(SealingKey.SIZE);
        byte[] start = SealingKey.random(ChainKey.SIZE);
        var key = new SealingKey(dataKey);
        Lock lock = Lock.close(vault, secret, dataKey);
        var sql = new Statements(database);
        sql.update(
                "INSERT INTO vault(id, owner, wrapped, start) VALUES (?, ?, ?, ?)",
                vault.bytes(),
                lock.owner().array(),
                lock.wrapped().array(),
                key.seal(START, start));
        ChainFile chainFile = ChainFile.open(chainFile(file), key);
        History history = History.begin(vault, ChainKey.wrap(start), sql, key, chainFile, clock);
        history.append(Kind.OPENED, null, new TreeMap<>());
        database.commit();
        history.committed();
        return new Opened(database, sql, key, SpoolKey.of(dataKey), history, chainFile);
    }

    private static Opened unlock(Connection database, Path file, Secret secret, Clock clock)
            throws SQLException, IOException {
        var sql = new Statements(database);
        Lock lock = lock(sql, file);
        if (!lock.isFor(secret)) {
            throw new VaultLocked(file);
        }
        byte[] dataKey =
                lock.open(secret).orElseThrow(() -> new VaultDamaged("the wrapped key in " + file + " was changed"));
        var key = new SealingKey(dataKey);
        ChainFile chainFile = ChainFile.open(chainFile(file), key);
        try {
            History history = History.load(lock.vault(), sql, key, chainFile, clock);
            return new Opened(database, sql, key, SpoolKey.of(dataKey), history, chainFile);
        } catch (SQLException | IOException | RuntimeException e) {
            chainFile.close();
            throw e;
        }
    }

    private static Lock lock(Statements sql, Path file) throws SQLException {
        return sql.first(
                        "SELECT id, owner, wrapped FROM vault",
                        row -> new Lock(
                                VaultId.of(row.getBytes(1)), Digest.wrap(row.getBytes(2)), Bytes.wrap(row.getBytes(3))))
                .orElseThrow(() -> new VaultDamaged("the wrapped key in " + file + " is missing"));
    }

    static Path chainFile(Path file) {
        return file.resolveSibling("chain.key");
    }
}
