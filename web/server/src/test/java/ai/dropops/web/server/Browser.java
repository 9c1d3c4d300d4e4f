package ai.dropops.web.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** A client over a real socket that keeps its cookie by hand, so that a test can do with it what a thief would. */
final class Browser {
    static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private static final ObjectMapper JSON = new ObjectMapper();

    /** What came back. */
    record Got(int status, JsonNode json, HttpResponse<String> response) {
        String code() {
            return json.path("code").asText();
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }
    }

    private final URI site;
    private final List<String> headers = new ArrayList<>();

    Browser(URI site) {
        this.site = site;
    }

    /** The same browser with one header more. */
    Browser with(String name, String value) {
        var other = new Browser(site);
        other.headers.addAll(headers);
        other.headers.add(name);
        other.headers.add(value);
        return other;
    }

    /** This browser once it has signed in with {@code link}, able to make changes. */
    Browser signedIn(String link) {
        Got got = post("/api/v1/sign-in", "{\"token\":\"" + link + "\"}");
        if (got.status() != 204) {
            throw new AssertionError("sign-in: " + got.response().body());
        }
        String cookie = got.header("Set-Cookie");
        var known = with("Cookie", cookie.substring(0, cookie.indexOf(';')));
        return known.with(
                "X-CSRF-Token", known.get("/api/v1/me").json().path("csrfToken").asText());
    }

    Got get(String path) {
        return send(request(path).GET());
    }

    Got post(String path) {
        return send(request(path).POST(HttpRequest.BodyPublishers.noBody()));
    }

    Got post(String path, String json) {
        return send(request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json)));
    }

    Got put(String path, String json) {
        return send(request(path)
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString(json)));
    }

    HttpRequest.Builder request(String path) {
        var request = HttpRequest.newBuilder(site.resolve(path))
                .timeout(Duration.ofSeconds(20))
                .header("X-Request-Timestamp", Instant.now().toString())
                .header("X-Request-Nonce", UUID.randomUUID().toString());
        for (int i = 0; i < headers.size(); i += 2) {
            request.setHeader(headers.get(i), headers.get(i + 1));
        }
        return request;
    }

    private static Got send(HttpRequest.Builder request) {
        try {
            var response = CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
            boolean isJson =
                    response.headers().firstValue("Content-Type").orElse("").contains("json");
            return new Got(
                    response.statusCode(), isJson ? JSON.readTree(response.body()) : JSON.missingNode(), response);
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
