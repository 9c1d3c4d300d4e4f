package ai.dropops.persistence.secrets;

import ai.dropops.persistence.schema.DataFolder;
import ai.dropops.persistence.schema.Database;
import ai.dropops.persistence.schema.StartupRefused;
import ai.dropops.protocol.identity.SealingKey;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The control plane's named secrets, each wrapped by the master key and bound to its name. */
public final class Keyring {
    private static final String WITNESS = "master-key-witness";

    private final Database database;
    private final MasterKey master;

    private Keyring(Database database, MasterKey master) {
        this.database = database;
        this.master = master;
    }

    /** The keyring in {@code database}; {@link StartupRefused} when the master key is missing or is not the one it was made with. */
    public static Keyring open(
            Database database, DataFolder folder, Map<String, String> environment, SecureRandom random) {
        boolean inUse = database.with(connection -> read(connection, WITNESS)).isPresent();
        MasterKey master = MasterKey.find(folder, environment).orElseGet(() -> {
            if (inUse) {
                throw new StartupRefused(
                        "The master key of " + folder.path() + " is missing, and without it no secret can be read.",
                        "Put back master.key from your backup, or copy it from another node, or set "
                                + MasterKey.VARIABLE + " or " + MasterKey.COMMAND + ".");
            }
            return MasterKey.make(folder, random);
        });
        var keyring = new Keyring(database, master);
        keyring.testMaster();
        return keyring;
    }

    /** The secret called {@code name}, made by {@code fresh} if there is none yet. */
    public byte[] get(String name, Supplier<byte[]> fresh) {
        byte[] wrapped = database.exclusively(connection -> {
            Optional<byte[]> known = read(connection, name);
            return known.isPresent() ? known.get() : insert(connection, name, wrap(name, fresh.get()));
        });
        return unwrap(name, wrapped)
                .orElseThrow(() -> new StartupRefused(
                        "The stored secret " + name + " was changed: it no longer matches its seal.",
                        "Put back the database from a backup; somebody or something wrote into its table `secret`."));
    }

    /** The secret called {@code name}, if there is one. */
    Optional<byte[]> find(String name) {
        return database.with(connection -> read(connection, name)).isPresent()
                ? Optional.of(get(name, () -> {
                    throw new IllegalStateException(name + " was there a moment ago");
                }))
                : Optional.empty();
    }

    private void testMaster() {
        byte[] wrapped = database.exclusively(connection -> {
            Optional<byte[]> known = read(connection, WITNESS);
            return known.isPresent()
                    ? known.get()
                    : insert(connection, WITNESS, wrap(WITNESS, WITNESS.getBytes(StandardCharsets.US_ASCII)));
        });
        if (unwrap(WITNESS, wrapped).isEmpty()) {
            throw new StartupRefused(
                    "The master key in " + master.origin() + " is not the one this data folder was made with.",
                    "Put back the right key, or start with another --data folder.");
        }
    }

    private byte[] wrap(String name, byte[] secret) {
        return new SealingKey(master.bytes()).seal(name, secret);
    }

    private Optional<byte[]> unwrap(String name, byte[] wrapped) {
        return new SealingKey(master.bytes()).open(name, wrapped);
    }

    private static Optional<byte[]> read(Connection connection, String name) throws SQLException {
        try (var query = connection.prepareStatement("SELECT wrapped FROM secret WHERE name = ?")) {
            query.setString(1, name);
            try (var rows = query.executeQuery()) {
                return rows.next() ? Optional.of(rows.getBytes(1)) : Optional.empty();
            }
        }
    }

    private static byte[] insert(Connection connection, String name, byte[] wrapped) throws SQLException {
        try (var row = connection.prepareStatement("INSERT INTO secret (name, wrapped) VALUES (?, ?)")) {
            row.setString(1, name);
            row.setBytes(2, wrapped);
            row.executeUpdate();
            return wrapped;
        }
    }
}
