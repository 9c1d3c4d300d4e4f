package ai.dropops.web.api;

import ai.dropops.protocol.identity.Secret;
import ai.dropops.web.auth.Answer;
import ai.dropops.web.auth.Call;
import ai.dropops.web.auth.Endpoint;
import ai.dropops.web.auth.FailedSignIns;
import ai.dropops.web.auth.Problem;
import ai.dropops.web.auth.SignInLinks;
import ai.dropops.web.auth.SignIns;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;

/** Browsers coming and going. */
public final class SigningIn {
    private final SignIns signIns;
    private final SignInLinks links;
    private final FailedSignIns failures;
    private final URI console;
    private final Executor blocking;

    /** @param console where a browser finds this server */
    public SigningIn(SignIns signIns, SignInLinks links, FailedSignIns failures, URI console, Executor blocking) {
        this.signIns = signIns;
        this.links = links;
        this.failures = failures;
        this.console = console;
        this.blocking = blocking;
    }

    record LinkToken(String token) {}

    record SignInLink(String url, Instant expiresAt) {}

    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.post("/sign-in", LinkToken.class, this::signIn).open(),
                Endpoint.post("/sign-out", this::signOut),
                Endpoint.post("/sign-in-links", this::createLink));
    }

    private CompletionStage<HttpResponse> signIn(Call call, LinkToken link) {
        if (failures.mustWait(call.remoteAddress())) {
            throw new Problem(429, "too-many-attempts", "Too many sign-ins failed.", "Wait a minute.").refused();
        }
        return CompletableFuture.supplyAsync(() -> signIns.signIn(new Secret(link.token()), call.userAgent()), blocking)
                .thenApply(token -> token.map(SigningIn::welcome).orElseThrow(() -> unusable(call)));
    }

    private RuntimeException unusable(Call call) {
        failures.count(call.remoteAddress());
        return new Problem(
                        401,
                        "link-unusable",
                        "This link was used before or is older than 15 minutes.",
                        "Get a new one: ./dropops login prints it.")
                .refused();
    }

    private static HttpResponse welcome(Secret token) {
        return Answer.nothing().addHeader(RawHeader.create("Set-Cookie", SignIns.cookie(token)));
    }

    private CompletionStage<HttpResponse> signOut(Call call) {
        Optional<Secret> token = call.signIn();
        return CompletableFuture.supplyAsync(
                () -> {
                    token.ifPresent(signIns::signOut);
                    return Answer.nothing().addHeader(RawHeader.create("Set-Cookie", SignIns.noCookie()));
                },
                blocking);
    }

    private CompletionStage<HttpResponse> createLink(Call call) {
        return CompletableFuture.supplyAsync(() -> links.create(call.caller()), blocking)
                .thenApply(link -> Answer.json(201, new SignInLink(url(console, link), link.expiresAt())));
    }

    /** The address to open in a browser; what comes after # never leaves the browser. */
    public static String url(URI console, SignInLinks.Link link) {
        return console.resolve("/login") + "#" + link.token().reveal();
    }
}
