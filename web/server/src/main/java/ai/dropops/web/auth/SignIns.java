package ai.dropops.web.auth;

import ai.dropops.persistence.schema.Database;
import ai.dropops.protocol.identity.Digest;
import ai.dropops.protocol.identity.Secret;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The browsers that are signed in. Each holds a random token in a cookie and is known here by the token's hash; a token
 * that turns up in another browser is stolen, and dead from then on.
 */
public final class SignIns {
    private static final Logger LOG = LoggerFactory.getLogger(SignIns.class);
    private static final Duration IDLE = Duration.ofHours(8);
    private static final Duration AT_MOST = Duration.ofHours(24);
    private static final Duration NOTED_EVERY = Duration.ofMinutes(1);

    private record Row(Caller caller, Digest browser, Instant createdAt, Instant seenAt) {}

    private final Database database;
    private final SignInLinks links;
    private final Supplier<Secret> tokens;
    private final Clock clock;
    private final Map<Digest, CompletableFuture<Void>> ends = new ConcurrentHashMap<>();

    public SignIns(Database database, SignInLinks links, Supplier<Secret> tokens, Clock clock) {
        this.database = database;
        this.links = links;
        this.tokens = tokens;
        this.clock = clock;
    }

    /** The new cookie's token, if {@code link} is one that can be used. */
    public Optional<Secret> signIn(Secret link, String userAgent) {
        return links.use(link).map(caller -> {
            Secret token = tokens.get();
            database.with(connection -> insert(connection, caller, token, userAgent));
            LOG.info("A browser signed in as {}", caller.member());
            return token;
        });
    }

    public void signOut(Secret token) {
        database.with(connection -> delete(connection, token));
        CompletableFuture<Void> end = ends.remove(token.digest());
        if (end != null) {
            end.complete(null);
        }
    }

    /** Completes when the sign-in ends while this process runs; what it opened then has to end as well. */
    CompletionStage<Void> end(Secret token) {
        return ends.computeIfAbsent(token.digest(), _ -> new CompletableFuture<>());
    }

    /** Ends here what other processes have ended; blocks. */
    public void followOthers() {
        for (Digest open : List.copyOf(ends.keySet())) {
            CompletableFuture<Void> end =
                    database.with(connection -> isKnown(connection, open)) ? null : ends.remove(open);
            if (end != null) {
                end.complete(null);
            }
        }
    }

    private static boolean isKnown(Connection connection, Digest token) throws SQLException {
        try (var select = connection.prepareStatement("SELECT 1 FROM sign_in WHERE hash = ?")) {
            select.setBytes(1, token.array());
            try (var rows = select.executeQuery()) {
                return rows.next();
            }
        }
    }

    /** Who holds {@code token} in the browser that calls itself {@code userAgent}. */
    Optional<Caller> caller(Secret token, String userAgent) {
        Instant now = clock.instant();
        Optional<Row> found = database.with(connection -> find(connection, token));
        if (found.isEmpty()) {
            return Optional.empty();
        }
        Row row = found.get();
        if (now.isAfter(row.createdAt().plus(AT_MOST))
                || now.isAfter(row.seenAt().plus(IDLE))) {
            signOut(token);
            return Optional.empty();
        }
        if (!row.browser().matches(browser(userAgent))) {
            LOG.warn(
                    "The sign-in of {} turned up in another browser and was ended",
                    row.caller().member());
            signOut(token);
            return Optional.empty();
        }
        if (now.isAfter(row.seenAt().plus(NOTED_EVERY))) {
            database.with(connection -> noteSeen(connection, token, now));
        }
        return Optional.of(row.caller());
    }

    /** What a page of this sign-in has to send along with every change; it follows from the cookie the page cannot read. */
    public static Secret csrfToken(Secret token) {
        return new Secret(Digest.of(("dropops/csrf/1\0" + token.reveal()).getBytes(StandardCharsets.UTF_8))
                .hex());
    }

    /** The Set-Cookie value that leaves {@code token} with a browser, for as long as a sign-in can last. */
    public static String cookie(Secret token) {
        return Credential.COOKIE + "=" + token.reveal() + "; Path=/; Max-Age=" + AT_MOST.toSeconds()
                + "; HttpOnly; SameSite=Strict";
    }

    /** The Set-Cookie value that takes it away. */
    public static String noCookie() {
        return Credential.COOKIE + "=; Path=/; Max-Age=0; HttpOnly; SameSite=Strict";
    }

    private static Digest browser(String userAgent) {
        return Digest.of(userAgent.getBytes(StandardCharsets.UTF_8));
    }

    private int insert(Connection connection, Caller caller, Secret token, String userAgent) throws SQLException {
        try (var insert = connection.prepareStatement("INSERT INTO sign_in"
                + " (hash, workspace, member, session, browser, created_at, seen_at) VALUES (?, ?, ?, ?, ?, ?, ?)")) {
            insert.setBytes(1, token.digest().array());
            insert.setString(2, caller.workspace().value());
            insert.setString(3, caller.member().value());
            insert.setString(4, caller.session().value());
            insert.setBytes(5, browser(userAgent).array());
            insert.setLong(6, clock.millis());
            insert.setLong(7, clock.millis());
            return insert.executeUpdate();
        }
    }

    private static Optional<Row> find(Connection connection, Secret token) throws SQLException {
        try (var select = connection.prepareStatement(
                "SELECT workspace, member, session, browser, created_at, seen_at" + " FROM sign_in WHERE hash = ?")) {
            select.setBytes(1, token.digest().array());
            try (var row = select.executeQuery()) {
                return row.next()
                        ? Optional.of(new Row(
                                SignInLinks.caller(row),
                                Digest.wrap(row.getBytes("browser")),
                                Instant.ofEpochMilli(row.getLong("created_at")),
                                Instant.ofEpochMilli(row.getLong("seen_at"))))
                        : Optional.empty();
            }
        }
    }

    private static int noteSeen(Connection connection, Secret token, Instant now) throws SQLException {
        try (var update = connection.prepareStatement("UPDATE sign_in SET seen_at = ? WHERE hash = ?")) {
            update.setLong(1, now.toEpochMilli());
            update.setBytes(2, token.digest().array());
            return update.executeUpdate();
        }
    }

    private static int delete(Connection connection, Secret token) throws SQLException {
        try (var delete = connection.prepareStatement("DELETE FROM sign_in WHERE hash = ?")) {
            delete.setBytes(1, token.digest().array());
            return delete.executeUpdate();
        }
    }
}
