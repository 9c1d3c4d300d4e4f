package ai.dropops.web.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.dropops.protocol.identity.Secret;
import java.net.InetAddress;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.pekko.http.javadsl.model.AttributeKeys;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.RemoteAddress;
import org.apache.pekko.http.scaladsl.model.EntityStreamSizeException;
import org.apache.pekko.stream.Materializer;

/** A request that was let in: who sent it, and what it asks for. */
public final class Call {
    private static final long MAX_BODY = 1024 * 1024;
    private static final long BODY_TIMEOUT_MS = 10_000;

    private final HttpRequest request;
    private final Credential credential;
    private final Optional<Caller> caller;
    private final Map<String, String> path;
    private final Supplier<CompletionStage<Void>> end;
    private final Materializer materializer;

    Call(
            HttpRequest request,
            Credential credential,
            Optional<Caller> caller,
            Map<String, String> path,
            Supplier<CompletionStage<Void>> end,
            Materializer materializer) {
        this.request = request;
        this.credential = credential;
        this.caller = caller;
        this.path = path;
        this.end = end;
        this.materializer = materializer;
    }

    /** Who sent it; only endpoints that are open to anyone may be called without. */
    public Caller caller() {
        return caller.orElseThrow(() -> Problem.signInNeeded().refused());
    }

    /** The token of the browser's sign-in, if that is how it came. */
    public Optional<Secret> signIn() {
        return switch (credential) {
            case Credential.SignIn(var token) -> Optional.of(token);
            case Credential.Key _, Credential.Nothing _ -> Optional.empty();
        };
    }

    /** Completes when the sign-in it came with is ended by hand; whatever lasts must end then. */
    public CompletionStage<Void> end() {
        return end.get();
    }

    public String userAgent() {
        return header("User-Agent").orElse("");
    }

    /** The address the connection comes from. */
    public String remoteAddress() {
        return request.getAttribute(AttributeKeys.remoteAddress)
                .flatMap(RemoteAddress::getAddress)
                .map(InetAddress::getHostAddress)
                .orElse("unknown");
    }

    /** The id in the path, or Refused with 404 when it has not the shape of one. */
    public <T> T id(String what, Function<String, T> parser) {
        try {
            return parser.apply(path.getOrDefault("id", ""));
        } catch (IllegalArgumentException _) {
            throw Problem.notFound(what).refused();
        }
    }

    public Optional<String> query(String name) {
        return request.getUri().query().get(name);
    }

    /** A whole number between {@code least} and {@code most}, or Refused with 400. */
    public long number(String name, long otherwise, long least, long most) {
        String text = query(name).orElse(Long.toString(otherwise));
        try {
            long number = Long.parseLong(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException _) {
            // answered below, like a number out of range
        }
        throw Problem.badRequest(
                        "invalid-parameter",
                        "'" + name + "' must be a whole number between " + least + " and " + most + ".",
                        "Correct the query parameter.")
                .refused();
    }

    /** Whether {@code name} is {@code true}; it is {@code false} unless said, and Refused with 400 when it is neither. */
    public boolean flag(String name) {
        return switch (query(name).orElse("false")) {
            case "true" -> true;
            case "false" -> false;
            default ->
                throw Problem.badRequest(
                                "invalid-parameter",
                                "'" + name + "' must be true or false.",
                                "Correct the query parameter.")
                        .refused();
        };
    }

    public Optional<String> header(String name) {
        return request.getHeader(name).map(header -> header.value());
    }

    <T> CompletionStage<T> body(Class<T> type) {
        if (!request.entity().getContentType().mediaType().equals(ContentTypes.APPLICATION_JSON.mediaType())) {
            request.discardEntityBytes(materializer);
            return CompletableFuture.failedStage(new Problem(
                            415,
                            "json-expected",
                            "The body has to be JSON.",
                            "Send it with the header Content-Type: application/json.")
                    .refused());
        }
        return content().thenApply(bytes -> Json.read(bytes, type));
    }

    /** Completes when the request has no body, or an empty JSON object for one. */
    CompletionStage<byte[]> noBody() {
        return content().thenApply(bytes -> {
            if (bytes.length > 0 && !new String(bytes, UTF_8).strip().equals("{}")) {
                throw Problem.badRequest("body-unexpected", "This takes no body.", "Send the request without one.")
                        .refused();
            }
            return bytes;
        });
    }

    private CompletionStage<byte[]> content() {
        return request.entity()
                .withSizeLimit(MAX_BODY)
                .toStrict(BODY_TIMEOUT_MS, materializer)
                .thenApply(entity -> entity.getData().toArrayUnsafe())
                .exceptionally(failure -> {
                    throw tooLarge(failure)
                            ? oversized().refused()
                            : incomplete().refused();
                });
    }

    private static boolean tooLarge(Throwable failure) {
        return failure instanceof EntityStreamSizeException
                || (failure instanceof CompletionException && failure.getCause() instanceof EntityStreamSizeException);
    }

    private static Problem oversized() {
        return new Problem(413, "body-too-large", "The body is larger than 1 MiB.", "Send less at once.");
    }

    private static Problem incomplete() {
        return new Problem(408, "body-incomplete", "The body did not arrive in 10 s.", "Send it again.");
    }
}
