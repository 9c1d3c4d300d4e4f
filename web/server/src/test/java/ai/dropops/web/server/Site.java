package ai.dropops.web.server;

import ai.dropops.persistence.schema.DataFolder;
import ai.dropops.persistence.schema.Database;
import ai.dropops.protocol.identity.MemberId;
import ai.dropops.protocol.identity.SessionId;
import ai.dropops.protocol.identity.WorkspaceId;
import ai.dropops.web.api.SigningIn;
import ai.dropops.web.auth.Answer;
import ai.dropops.web.auth.Caller;
import ai.dropops.web.auth.CommandLineKeys;
import ai.dropops.web.auth.Endpoint;
import ai.dropops.web.auth.Entrance;
import ai.dropops.web.auth.FailedSignIns;
import ai.dropops.web.auth.Identification;
import ai.dropops.web.auth.SignInLinks;
import ai.dropops.web.auth.SignIns;
import ai.dropops.web.auth.TakenRequests;
import ai.dropops.web.auth.Tokens;
import com.typesafe.config.ConfigFactory;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.http.javadsl.ServerBinding;
import org.apache.pekko.stream.Materializer;

/** The entrance on a real port, with a few endpoints behind it and a clock that is set by hand. */
final class Site implements AutoCloseable {
    static final Caller OWNER =
            new Caller(WorkspaceId.of(new byte[16]), MemberId.of(new byte[16]), SessionId.of(new byte[16]));

    /** A clock that stands still until it is moved. */
    static final class HandClock extends Clock {
        private volatile Instant now = Instant.parse("2026-01-01T00:00:00Z");

        void pass(Duration time) {
            now = now.plus(time);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    static final int MOST_CHANGES = 5;

    record Echo(String word, int number, Optional<String> note) {}

    final HandClock clock = new HandClock();
    final SignInLinks links;
    final CommandLineKeys keys;
    final URI address;
    private final DataFolder folder;
    private final Database database;
    private final ActorTestKit actors;
    private final ServerBinding binding;
    private final ExecutorService blocking = Executors.newVirtualThreadPerTaskExecutor();

    Site(Path temporary) {
        folder = DataFolder.open(temporary.resolve("data"));
        database = Database.open(folder.journal(), ConfigFactory.load());
        actors = ActorTestKit.create();
        var tokens = new Tokens(new SecureRandom());
        links = new SignInLinks(database, tokens, clock);
        keys = new CommandLineKeys(database, tokens, "");
        var signIns = new SignIns(database, links, tokens, clock);
        var signingIn =
                new SigningIn(signIns, links, new FailedSignIns(clock), URI.create("http://127.0.0.1:8080"), blocking);
        var requestIds = new AtomicInteger();
        var entrance = new Entrance(
                List.of("ops.example"),
                new Identification(signIns, keys),
                new TakenRequests(database, clock, MOST_CHANGES),
                Stream.concat(signingIn.endpoints().stream(), endpoints().stream())
                        .toList(),
                new Console(Site.class, "/pages")::answer,
                () -> "request-" + requestIds.incrementAndGet(),
                blocking,
                Materializer.createMaterializer(actors.system()));
        binding = HttpListener.open(actors.system(), "127.0.0.1", 0, entrance);
        address = URI.create("http://127.0.0.1:" + binding.localAddress().getPort());
    }

    private static List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get(
                        "/me",
                        call -> CompletableFuture.completedStage(Answer.ok(java.util.Map.of(
                                "member", call.caller().member(),
                                "csrfToken",
                                        call.signIn()
                                                .map(token ->
                                                        SignIns.csrfToken(token).reveal()))))),
                Endpoint.post("/echo", Echo.class, (_, echo) -> CompletableFuture.completedStage(Answer.ok(echo))),
                Endpoint.get("/numbers", call -> CompletableFuture.completedStage(Answer.ok(call.number("n", 1, 0, 9))))
                        .taking("n"),
                Endpoint.post("/change", _ -> CompletableFuture.completedStage(Answer.nothing()))
                        .takenOnce(),
                Endpoint.get("/broken", _ -> {
                    throw new IllegalStateException("the secret inside");
                }));
    }

    Browser browser() {
        return new Browser(address).with("User-Agent", "Firefox");
    }

    /** A browser the owner signed in with. */
    Browser owner() {
        return browser().signedIn(links.create(OWNER).token().reveal());
    }

    @Override
    public void close() {
        binding.terminate(Duration.ofMillis(100)).toCompletableFuture().join();
        actors.shutdownTestKit();
        blocking.close();
        database.close();
        folder.close();
    }
}
