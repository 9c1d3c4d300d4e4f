package ai.dropops.load.stage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/** The control plane's public API, as a program with a token uses it. */
public final class Api implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final URI base;
    private final String token;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();

    public Api(URI base, String token) {
        this.base = base;
        this.token = token;
    }

    /** The API that {@code cli.json} opens. */
    public static Api ofFile(Path cliJson) {
        try {
            JsonNode file = JSON.readTree(cliJson.toFile());
            return new Api(
                    URI.create(file.required("url").asText()),
                    file.required("token").asText());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A status code and the JSON that came with it. */
    public record Reply(int status, JsonNode body) {
        /** The body of a success; an AssertionError with the problem otherwise. */
        public JsonNode ok() {
            if (status / 100 != 2) {
                throw new AssertionError("HTTP " + status + ": " + body);
            }
            return body;
        }

        public String code() {
            return body.path("code").asText();
        }
    }

    public URI base() {
        return base;
    }

    public Reply get(String path) {
        return send(request(path).GET().build());
    }

    public Reply post(String path, JsonNode body) {
        return post(path, body.toString());
    }

    public Reply put(String path, JsonNode body) {
        var request =
                change(path).header("Content-Type", "application/json").PUT(BodyPublishers.ofString(body.toString()));
        return send(request.build());
    }

    public Reply post(String path) {
        return send(change(path).POST(BodyPublishers.noBody()).build());
    }

    /** Posts {@code body} as it is, with more headers, or others than usual, as names and values in turn. */
    public Reply post(String path, String body, String... headers) {
        var request = change(path).header("Content-Type", "application/json").POST(BodyPublishers.ofString(body));
        for (int i = 0; i < headers.length; i += 2) {
            request.setHeader(headers[i], headers[i + 1]);
        }
        return send(request.build());
    }

    /** An open body, read as it comes: an event stream or an execution's output. */
    public HttpResponse<InputStream> stream(String path, String... headers) {
        var request = HttpRequest.newBuilder(uri(path)).header("Authorization", "Bearer " + token);
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        try {
            return http.send(request.build(), BodyHandlers.ofInputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private HttpRequest.Builder change(String path) {
        return request(path)
                .header("X-Request-Timestamp", Instant.now().toString())
                .header("X-Request-Nonce", UUID.randomUUID().toString());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(uri(path))
                .timeout(Duration.ofSeconds(60))
                .header("Authorization", "Bearer " + token);
    }

    private URI uri(String path) {
        return base.resolve("/api/v1" + path);
    }

    private Reply send(HttpRequest request) {
        try {
            HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
            return new Reply(response.statusCode(), parse(response.body()));
        } catch (IOException e) {
            throw new UncheckedIOException(request.method() + " " + request.uri(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static JsonNode parse(String body) throws IOException {
        return body.isBlank() ? JSON.nullNode() : JSON.readTree(body);
    }

    /** {@code {"a": 1, …}} from names and values in turn. */
    public static ObjectNode json(Object... namesAndValues) {
        var node = JSON.createObjectNode();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            node.set((String) namesAndValues[i], JSON.valueToTree(namesAndValues[i + 1]));
        }
        return node;
    }

    @Override
    public void close() {
        http.close();
    }
}
