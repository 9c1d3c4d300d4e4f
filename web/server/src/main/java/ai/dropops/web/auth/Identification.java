package ai.dropops.web.auth;

import ai.dropops.protocol.identity.Secret;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpRequest;

/** Finds out which member sent a request, from nothing but its sign-in or key. */
public final class Identification {
    private static final String CSRF = "X-CSRF-Token";

    private final SignIns signIns;
    private final CommandLineKeys keys;

    public Identification(SignIns signIns, CommandLineKeys keys) {
        this.signIns = signIns;
        this.keys = keys;
    }

    /** The member; Refused with 401 when there is none to be found, and with 403 when a page cannot show it is ours. */
    Caller caller(HttpRequest request, Credential credential) {
        return switch (credential) {
            case Credential.Nothing _ -> throw Problem.signInNeeded().refused();
            case Credential.Key(var key) ->
                keys.caller(key)
                        .orElseThrow(() -> new Problem(
                                        401,
                                        "key-not-known",
                                        "This command-line key is not known here.",
                                        "Read the current one from cli.json in the server's data folder.")
                                .refused());
            case Credential.SignIn(var token) -> {
                Caller caller = signIns.caller(token, header(request, "User-Agent"))
                        .orElseThrow(() -> Problem.signInNeeded().refused());
                if (!request.method().isSafe()
                        && !SignIns.csrfToken(token).matches(new Secret(header(request, CSRF)))) {
                    throw Problem.forbidden(
                                    "csrf-token-missing",
                                    "The request does not carry this sign-in's CSRF token.",
                                    "Send csrfToken of GET /api/v1/me in the header X-CSRF-Token; reload the page.")
                            .refused();
                }
                yield caller;
            }
        };
    }

    /** Completes when what {@code credential} stands for is ended by hand. */
    CompletionStage<Void> end(Credential credential) {
        return switch (credential) {
            case Credential.SignIn(var token) -> signIns.end(token);
            case Credential.Key _, Credential.Nothing _ -> new CompletableFuture<>();
        };
    }

    private static String header(HttpRequest request, String name) {
        return request.getHeader(name).map(header -> header.value()).orElse("");
    }
}
