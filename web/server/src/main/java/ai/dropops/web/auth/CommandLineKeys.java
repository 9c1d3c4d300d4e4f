package ai.dropops.web.auth;

import ai.dropops.persistence.schema.Database;
import ai.dropops.protocol.identity.Secret;
import java.util.Optional;
import java.util.function.Supplier;

/** The keys command lines present as bearer tokens, known here by their hashes. */
public final class CommandLineKeys {
    private final Database database;
    private final Supplier<Secret> tokens;
    private final String holder;

    /** @param holder the node whose command lines these are, empty where there is only one */
    public CommandLineKeys(Database database, Supplier<Secret> tokens, String holder) {
        this.database = database;
        this.tokens = tokens;
        this.holder = holder;
    }

    /** A new key for {@code caller}, whose former keys on this node die. */
    public Secret replace(Caller caller) {
        Secret key = tokens.get();
        database.transact(connection -> {
            try (var delete =
                    connection.prepareStatement("DELETE FROM command_line_key WHERE member = ? AND holder = ?")) {
                delete.setString(1, caller.member().value());
                delete.setString(2, holder);
                delete.executeUpdate();
            }
            try (var insert = connection.prepareStatement(
                    "INSERT INTO command_line_key (hash, workspace, member, session, holder) VALUES (?, ?, ?, ?, ?)")) {
                insert.setBytes(1, key.digest().array());
                insert.setString(2, caller.workspace().value());
                insert.setString(3, caller.member().value());
                insert.setString(4, caller.session().value());
                insert.setString(5, holder);
                return insert.executeUpdate();
            }
        });
        return key;
    }

    /** Who holds {@code key}. */
    public Optional<Caller> caller(Secret key) {
        return database.with(connection -> {
            try (var select = connection.prepareStatement(
                    "SELECT workspace, member, session FROM command_line_key WHERE hash = ?")) {
                select.setBytes(1, key.digest().array());
                try (var row = select.executeQuery()) {
                    return row.next() ? Optional.of(SignInLinks.caller(row)) : Optional.empty();
                }
            }
        });
    }
}
