package ai.dropops.web.auth;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.http.scaladsl.model.IllegalUriException;
import org.apache.pekko.stream.Materializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one way in for people: decides about every request before an endpoint sees it, and dresses every answer. */
public final class Entrance {
    private static final Logger LOG = LoggerFactory.getLogger(Entrance.class);
    private static final List<String> API = List.of("api", "v1");

    /** An endpoint and the values of its path. */
    private record Match(Endpoint endpoint, Map<String, String> path) {}

    private final SameOrigin sameOrigin;
    private final Identification identification;
    private final TakenRequests taken;
    private final List<Endpoint> endpoints;
    private final Function<HttpRequest, HttpResponse> pages;
    private final Supplier<String> requestIds;
    private final Executor blocking;
    private final Materializer materializer;

    /**
     * @param hosts names this server answers to, besides localhost and addresses in numbers
     * @param taken what remembers requests that must not be taken twice
     * @param pages what answers everything outside the API
     * @param blocking where the database is asked
     */
    public Entrance(
            Collection<String> hosts,
            Identification identification,
            TakenRequests taken,
            List<Endpoint> endpoints,
            Function<HttpRequest, HttpResponse> pages,
            Supplier<String> requestIds,
            Executor blocking,
            Materializer materializer) {
        this.sameOrigin = new SameOrigin(Set.copyOf(hosts));
        this.identification = identification;
        this.taken = taken;
        this.endpoints = List.copyOf(endpoints);
        this.pages = pages;
        this.requestIds = requestIds;
        this.blocking = blocking;
        this.materializer = materializer;
    }

    /** The whole answer to something that never became a request. */
    public static HttpResponse refusal(Problem problem) {
        return SecurityHeaders.on(Answer.problem(problem, "none"));
    }

    public CompletionStage<HttpResponse> handle(HttpRequest request) {
        String requestId = requestIds.get();
        return answered(request)
                .exceptionally(failure -> {
                    request.discardEntityBytes(materializer);
                    return Answer.problem(problem(request, requestId, failure), requestId);
                })
                .thenApply(response ->
                        SecurityHeaders.on(response).addHeader(RawHeader.create("X-Request-Id", requestId)));
    }

    private CompletionStage<HttpResponse> answered(HttpRequest request) {
        try {
            String host = header(request, "Host").orElse("");
            if (!sameOrigin.isOurs(host)) {
                throw unknownHost(host).refused();
            }
            List<String> path = StreamSupport.stream(
                            request.getUri().pathSegments().spliterator(), false)
                    .toList();
            if (path.size() < API.size() || !path.subList(0, API.size()).equals(API)) {
                return CompletableFuture.completedStage(pages.apply(request));
            }
            if (SameOrigin.isForeign(host, header(request, "Origin"), header(request, "Sec-Fetch-Site"))) {
                throw foreignPage().refused();
            }
            Match match = find(request, path.subList(API.size(), path.size()));
            Credential credential = Credential.of(request);
            return caller(match.endpoint(), request, credential).thenCompose(caller -> {
                checkParameters(match.endpoint(), request);
                return match.endpoint()
                        .handler()
                        .answer(new Call(
                                request,
                                credential,
                                caller,
                                match.path(),
                                () -> identification.end(credential),
                                materializer));
            });
        } catch (RuntimeException e) {
            return CompletableFuture.failedStage(e);
        }
    }

    private CompletionStage<Optional<Caller>> caller(Endpoint endpoint, HttpRequest request, Credential credential) {
        return switch (endpoint.access()) {
            case ANYONE -> CompletableFuture.completedStage(Optional.empty());
            case MEMBER ->
                CompletableFuture.supplyAsync(
                        () -> {
                            Caller caller = identification.caller(request, credential);
                            if (endpoint.once()) {
                                taken.take(credential.digest(), RequestStamp.of(request));
                            }
                            return Optional.of(caller);
                        },
                        blocking);
        };
    }

    private Match find(HttpRequest request, List<String> path) {
        List<Match> matches = endpoints.stream()
                .flatMap(endpoint -> endpoint.path().match(path).map(values -> new Match(endpoint, values)).stream())
                .toList();
        if (matches.isEmpty()) {
            throw Problem.notFound("thing in this API").refused();
        }
        return matches.stream()
                .filter(match -> match.endpoint().method().equals(request.method()))
                .findFirst()
                .orElseThrow(() -> otherMethod(matches).refused());
    }

    private static void checkParameters(Endpoint endpoint, HttpRequest request) {
        request.getUri().query().toMap().keySet().stream()
                .filter(name -> !endpoint.parameters().contains(name))
                .findFirst()
                .ifPresent(name -> {
                    throw Problem.badRequest(
                                    "unknown-parameter",
                                    "The query parameter '" + name + "' is not known here.",
                                    endpoint.parameters().isEmpty()
                                            ? "This takes none."
                                            : "Known are: " + sorted(endpoint.parameters()) + ".")
                            .refused();
                });
    }

    private static String sorted(Iterable<String> names) {
        return StreamSupport.stream(names.spliterator(), false).sorted().collect(Collectors.joining(", "));
    }

    private static Problem problem(HttpRequest request, String requestId, Throwable failure) {
        return switch (failure) {
            case CompletionException wrapped
            when wrapped.getCause() != null -> problem(request, requestId, wrapped.getCause());
            case Refused refused -> refused.problem();
            case IllegalUriException _ ->
                Problem.badRequest(
                        "malformed-address", "The address is not a well-formed one.", "Correct its encoding.");
            case TimeoutException _ -> {
                LOG.warn(
                        "{} {} got no answer in time, request {}",
                        request.method().value(),
                        path(request),
                        requestId);
                yield Problem.noAnswer();
            }
            default -> {
                LOG.error("{} {} failed, request {}", request.method().value(), path(request), requestId, failure);
                yield Problem.unexpected();
            }
        };
    }

    private static String path(HttpRequest request) {
        return request.getUri().path();
    }

    private static Optional<String> header(HttpRequest request, String name) {
        return request.getHeader(name).map(header -> header.value());
    }

    private static Problem unknownHost(String host) {
        return new Problem(
                421,
                "host-not-known",
                "This server does not answer to the name '" + host + "'.",
                "Use its address in numbers, or name it when starting: dropops.web.hosts.");
    }

    private static Problem foreignPage() {
        return Problem.forbidden(
                "foreign-page", "A page of another site sent this request.", "Use the console this server serves.");
    }

    private static Problem otherMethod(List<Match> matches) {
        return new Problem(
                405,
                "method-not-allowed",
                "The method does not fit the path.",
                "Known are: "
                        + sorted(matches.stream()
                                .map(match -> match.endpoint().method().value())
                                .toList()) + ".");
    }
}
