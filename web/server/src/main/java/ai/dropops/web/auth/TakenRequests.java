package ai.dropops.web.auth;

import ai.dropops.persistence.schema.Database;
import ai.dropops.protocol.identity.Digest;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Which requests that must not be taken twice were taken lately. Each carries its sender's time and a nonce; a nonce is
 * remembered for as long as its time could still be accepted.
 *
 * <p>Memory ends with the process, so a request stamped before the process began is refused. One that was stamped ahead of
 * the clock here could outlive that rule, and is written down; so is every one where other processes could take it too.
 */
public final class TakenRequests {
    /** How far a sender's clock may be off. */
    static final Duration TOLERANCE = Duration.ofMinutes(5);

    private final Database database;
    private final Clock clock;
    private final Instant begun;
    private final int mostPerSignIn;
    private final Map<Digest, Map<String, Instant>> bySignIn = new ConcurrentHashMap<>();
    private final AtomicReference<Instant> swept;

    /** @param mostPerSignIn how many requests one sign-in or key may send within the time they are remembered */
    public TakenRequests(Database database, Clock clock, int mostPerSignIn) {
        this.database = database;
        this.clock = clock;
        this.begun = clock.instant();
        this.mostPerSignIn = mostPerSignIn;
        this.swept = new AtomicReference<>(begun);
    }

    /** Takes the request of the holder of {@code signIn}, or Refused; blocks when it has to be written down. */
    void take(Digest signIn, RequestStamp stamp) {
        Instant now = clock.instant();
        if (stamp.at().isBefore(now.minus(TOLERANCE)) || stamp.at().isAfter(now.plus(TOLERANCE))) {
            throw clocksApart(stamp.at(), now).refused();
        }
        if (stamp.at().isBefore(begun)) {
            throw beforeBeginning(stamp.at(), now).refused();
        }
        sweep(now);
        bySignIn.compute(signIn, (_, taken) -> with(taken == null ? new HashMap<>() : taken, stamp, now));
        if (database.isShared() || stamp.at().isAfter(now)) {
            writeDown(signIn, stamp);
        }
    }

    /** Runs for one request of a sign-in at a time. */
    private Map<String, Instant> with(Map<String, Instant> taken, RequestStamp stamp, Instant now) {
        if (taken.size() >= mostPerSignIn) {
            taken.values().removeIf(until -> until.isBefore(now));
        }
        if (taken.containsKey(stamp.nonce())) {
            throw replayed().refused();
        }
        if (taken.size() >= mostPerSignIn) {
            throw tooMany().refused();
        }
        taken.put(stamp.nonce(), stamp.at().plus(TOLERANCE));
        return taken;
    }

    /** Forgets what can no longer be accepted, once in a while. */
    private void sweep(Instant now) {
        Instant last = swept.get();
        if (now.isAfter(last.plus(TOLERANCE)) && swept.compareAndSet(last, now)) {
            bySignIn.keySet()
                    .forEach(signIn -> bySignIn.computeIfPresent(signIn, (_, taken) -> {
                        taken.values().removeIf(until -> until.isBefore(now));
                        return taken.isEmpty() ? null : taken;
                    }));
            database.with(connection -> {
                try (var delete = connection.prepareStatement("DELETE FROM taken_request WHERE until < ?")) {
                    delete.setLong(1, now.toEpochMilli());
                    return delete.executeUpdate();
                }
            });
        }
    }

    private void writeDown(Digest signIn, RequestStamp stamp) {
        int written = database.with(connection -> {
            try (var insert = connection.prepareStatement(
                    "INSERT INTO taken_request (hash, until) VALUES (?, ?) ON CONFLICT DO NOTHING")) {
                insert.setBytes(
                        1,
                        Digest.of((signIn.hex() + stamp.nonce()).getBytes(StandardCharsets.US_ASCII))
                                .array());
                insert.setLong(2, stamp.at().plus(TOLERANCE).toEpochMilli());
                return insert.executeUpdate();
            }
        });
        if (written == 0) {
            throw replayed().refused();
        }
    }

    private static Problem clocksApart(Instant theirs, Instant ours) {
        return Problem.forbidden(
                "clocks-apart",
                "The request says it is " + theirs + ", and here it is " + ours + "; more than " + TOLERANCE.toMinutes()
                        + " minutes apart.",
                "Set the clock that is wrong; a request is sent anew, with the time it is sent at.");
    }

    private Problem beforeBeginning(Instant theirs, Instant ours) {
        return Problem.forbidden(
                "stamped-before-start",
                "The request says it is " + theirs + ", when this control plane was not up; it started at " + begun
                        + ", and now it is " + ours + ".",
                "Send it anew, with the time it is sent at; if that clock is behind, try again in "
                        + Math.max(1, Duration.between(theirs, begun).toSeconds()) + " s or set it.");
    }

    private static Problem replayed() {
        return Problem.conflict(
                "request-replayed",
                "This very request was taken before.",
                "Look whether it was carried out, and send a new one with another X-Request-Nonce if it is meant again.");
    }

    private static Problem tooMany() {
        return new Problem(
                429,
                "too-many-requests",
                "This sign-in has sent too many changes in ten minutes.",
                "Send fewer, or raise dropops.web.changes-per-sign-in.");
    }
}
