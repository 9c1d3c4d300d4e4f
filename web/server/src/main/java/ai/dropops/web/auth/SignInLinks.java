package ai.dropops.web.auth;

import ai.dropops.persistence.schema.Database;
import ai.dropops.protocol.identity.MemberId;
import ai.dropops.protocol.identity.Secret;
import ai.dropops.protocol.identity.SessionId;
import ai.dropops.protocol.identity.WorkspaceId;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.Supplier;

/** The links that let a browser sign in as a member, once and for a quarter of an hour. */
public final class SignInLinks {
    private static final Duration LIFETIME = Duration.ofMinutes(15);

    /** A link's secret, and when it dies. */
    public record Link(Secret token, Instant expiresAt) {}

    private final Database database;
    private final Supplier<Secret> tokens;
    private final Clock clock;

    public SignInLinks(Database database, Supplier<Secret> tokens, Clock clock) {
        this.database = database;
        this.tokens = tokens;
        this.clock = clock;
    }

    public Link create(Caller caller) {
        var link = new Link(
                tokens.get(), clock.instant().truncatedTo(ChronoUnit.MILLIS).plus(LIFETIME));
        database.transact(connection -> {
            removeExpired(connection);
            try (var insert = connection.prepareStatement(
                    "INSERT INTO sign_in_link (hash, workspace, member, session, expires_at) VALUES (?, ?, ?, ?, ?)")) {
                insert.setBytes(1, link.token().digest().array());
                insert.setString(2, caller.workspace().value());
                insert.setString(3, caller.member().value());
                insert.setString(4, caller.session().value());
                insert.setLong(5, link.expiresAt().toEpochMilli());
                return insert.executeUpdate();
            }
        });
        return link;
    }

    /** Whom the link was for, if it is one that was not used yet; it is used up by asking. */
    Optional<Caller> use(Secret token) {
        return database.transact(connection -> {
            removeExpired(connection);
            try (var delete = connection.prepareStatement(
                    "DELETE FROM sign_in_link WHERE hash = ? RETURNING workspace, member, session")) {
                delete.setBytes(1, token.digest().array());
                try (var row = delete.executeQuery()) {
                    return row.next() ? Optional.of(caller(row)) : Optional.empty();
                }
            }
        });
    }

    private void removeExpired(Connection connection) throws SQLException {
        try (var delete = connection.prepareStatement("DELETE FROM sign_in_link WHERE expires_at <= ?")) {
            delete.setLong(1, clock.millis());
            delete.executeUpdate();
        }
    }

    static Caller caller(ResultSet row) throws SQLException {
        return new Caller(
                new WorkspaceId(row.getString("workspace")),
                new MemberId(row.getString("member")),
                new SessionId(row.getString("session")));
    }
}
