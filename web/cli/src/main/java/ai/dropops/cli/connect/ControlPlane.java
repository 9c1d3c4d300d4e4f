package ai.dropops.cli.connect;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.stream.StreamSupport;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/** The control plane as its public API answers; whatever it refuses is thrown as {@link Refused}. */
public final class ControlPlane {
    private static final Duration TO_CONNECT = Duration.ofSeconds(5);
    private static final Duration TO_ANSWER = Duration.ofSeconds(60);
    /** Heartbeats come every ten seconds. */
    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(45);

    private static final int FIRST_FAILURE = 400;

    private final Address address;
    private final HttpClient http;

    public ControlPlane(Address address) {
        this.address = address;
        var builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(TO_CONNECT)
                .followRedirects(HttpClient.Redirect.NEVER);
        if (address.url().getScheme().equals("http")) {
            builder.sslContext(trustingNobody());
        }
        this.http = builder.build();
    }

    /** What a client that never speaks TLS is content with: reading the system's certificates takes a tenth of a second. */
    private static SSLContext trustingNobody() {
        try {
            var context = SSLContext.getInstance("TLS");
            context.init(new KeyManager[0], new TrustManager[0], new SecureRandom());
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java runtime has TLS", e);
        }
    }

    /** The address of a page of the console. */
    public URI page(String path) {
        return address.url().resolve(path);
    }

    public JsonNode get(String path) {
        return json(request(path).timeout(TO_ANSWER).GET());
    }

    public JsonNode post(String path) {
        return json(change(path).POST(BodyPublishers.noBody()));
    }

    public JsonNode post(String path, JsonNode body) {
        return post(path, body, Map.of());
    }

    public JsonNode post(String path, JsonNode body, Map<String, String> headers) {
        BodyPublisher content = BodyPublishers.ofByteArray(Json.bytes(body));
        var request = change(path).header("Content-Type", "application/json");
        headers.forEach(request::header);
        return json(request.POST(content));
    }

    public JsonNode put(String path, JsonNode body) {
        return json(change(path)
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofByteArray(Json.bytes(body))));
    }

    /** The answer's bytes as they come; reading slowly makes the control plane send slowly. */
    public InputStream open(String path, Map<String, String> headers) {
        var request = request(path).GET();
        headers.forEach(request::header);
        return send(request);
    }

    /** An endless answer of events, whose sender is never silent for long. */
    public EventReader events(String path, Map<String, String> headers) {
        return new EventReader(new SilenceLimit(open(path, headers), LONGEST_SILENCE));
    }

    /** {@code text} as one segment or value of a path. */
    public static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** A request that is taken once: whoever captures it cannot send it again. */
    private HttpRequest.Builder change(String path) {
        return request(path)
                .timeout(TO_ANSWER)
                .header("X-Request-Timestamp", Instant.now().toString())
                .header("X-Request-Nonce", UUID.randomUUID().toString());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(address.url().resolve("/api/v1" + path))
                .header("Authorization", "Bearer " + address.token());
    }

    private JsonNode json(HttpRequest.Builder request) {
        try (InputStream body = send(request)) {
            return Json.tree(body.readAllBytes());
        } catch (IOException e) {
            throw Problem.connectionLost(e.toString()).refused();
        }
    }

    private InputStream send(HttpRequest.Builder request) {
        try {
            HttpResponse<InputStream> response = http.send(request.build(), BodyHandlers.ofInputStream());
            if (response.statusCode() >= FIRST_FAILURE) {
                throw problem(response).refused();
            }
            return response.body();
        } catch (ConnectException | HttpConnectTimeoutException | UnresolvedAddressException e) {
            throw Problem.unreachable(address.url().toString()).refused();
        } catch (IOException e) {
            throw Problem.connectionLost(String.valueOf(e.getMessage())).refused();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Problem.connectionLost("interrupted").refused();
        }
    }

    /** What the guard saw it do, where it denied it. */
    private static String effects(JsonNode problem) {
        return StreamSupport.stream(problem.path("effects").spliterator(), false)
                .map(JsonNode::asText)
                .reduce((one, other) -> one + ", " + other)
                .map(all -> " It " + all + ".")
                .orElse("");
    }

    /** A refusal of any form: problem+json, another's JSON, a proxy's page, nothing. */
    private Problem problem(HttpResponse<InputStream> response) {
        int status = response.statusCode();
        String plain = address.url() + " answered with status " + status;
        try (InputStream body = response.body()) {
            JsonNode json = Json.tree(body.readAllBytes());
            return new Problem(
                    status,
                    json.path("code").asText("http-" + status),
                    json.path("detail").asText(plain) + effects(json),
                    json.path("advice").asText(""));
        } catch (IOException e) {
            return new Problem(status, "http-" + status, plain, "is this a DropOps control plane?");
        }
    }
}
