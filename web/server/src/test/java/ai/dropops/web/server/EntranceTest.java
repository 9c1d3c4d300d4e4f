package ai.dropops.web.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EntranceTest {
    @TempDir
    Path temporary;

    private Site site;
    private Browser owner;

    @BeforeEach
    void open() {
        site = new Site(temporary);
        owner = site.owner();
    }

    @AfterEach
    void close() {
        site.close();
    }

    @Test
    void aBodyIsReadStrictly() {
        assertThat(owner.post("/api/v1/echo", "{\"word\":\"a\",\"number\":1}").status())
                .isEqualTo(200);
        assertThat(owner.post("/api/v1/echo", "{\"word\":\"a\",\"number\":1,\"note\":null}")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void anUnknownFieldIsNamed() {
        var got = owner.post("/api/v1/echo", "{\"word\":\"a\",\"number\":1,\"wrod\":\"b\"}");

        assertThat(got.status()).isEqualTo(400);
        assertThat(got.code()).isEqualTo("unknown-field");
        assertThat(got.json().path("detail").asText()).contains("'wrod'");
        assertThat(got.json().path("advice").asText()).contains("note, number, word");
    }

    @Test
    void aMissingOrMistypedFieldIsNamed() {
        for (String body : List.of(
                "{\"word\":\"a\"}",
                "{\"word\":\"a\",\"number\":null}",
                "{\"word\":\"a\",\"number\":\"1\"}",
                "{\"word\":\"a\",\"number\":1.5}",
                "{\"word\":\"a\",\"number\":[]}")) {
            var got = owner.post("/api/v1/echo", body);
            assertThat(got.status()).as(body).isEqualTo(400);
            assertThat(got.json().path("detail").asText()).as(body).contains("'number'");
        }
    }

    @Test
    void whatIsNoJsonObjectIsRefused() {
        for (String body :
                List.of("", "{", "[]", "\"a\"", "null", "{\"word\":\"a\",\"number\":1} x", "[".repeat(5000))) {
            var got = owner.post("/api/v1/echo", body);
            assertThat(got.status()).as(body).isEqualTo(400);
            assertThat(got.header("Content-Type")).as(body).isEqualTo("application/problem+json");
        }
        assertThat(owner.post("/api/v1/echo", "{\"word\":\"a\",\"word\":\"b\",\"number\":1}")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void aBodyThatIsNotSaidToBeJsonIsRefused() throws Exception {
        var request = owner.request("/api/v1/echo")
                .header("Content-Type", "text/plain")
                .POST(HttpRequest.BodyPublishers.ofString("{\"word\":\"a\",\"number\":1}"))
                .build();

        var got = Browser.CLIENT.send(request, HttpResponse.BodyHandlers.ofString());

        assertThat(got.statusCode()).isEqualTo(415);
    }

    @Test
    void anOversizedBodyIsRefused() {
        var got = owner.post("/api/v1/echo", "{\"word\":\"" + "a".repeat(1024 * 1024) + "\",\"number\":1}");

        assertThat(got.status()).isEqualTo(413);
        assertThat(got.code()).isEqualTo("body-too-large");
    }

    @Test
    void anUnknownOrBadParameterIsRefused() {
        assertThat(owner.get("/api/v1/numbers?n=9").status()).isEqualTo(200);
        assertThat(owner.get("/api/v1/numbers?m=1").code()).isEqualTo("unknown-parameter");
        assertThat(owner.get("/api/v1/numbers?n=10").code()).isEqualTo("invalid-parameter");
        assertThat(owner.get("/api/v1/numbers?n=x").code()).isEqualTo("invalid-parameter");
    }

    @Test
    void anUnknownPathOrMethodIsAProblem() {
        assertThat(owner.get("/api/v1/nothing").status()).isEqualTo(404);
        assertThat(owner.get("/api/v2/me").status()).isEqualTo(404);
        assertThat(owner.get("/api").status()).isEqualTo(404);
        var method = owner.post("/api/v1/me");
        assertThat(method.status()).isEqualTo(405);
        assertThat(method.json().path("advice").asText()).contains("GET");
    }

    @Test
    void aFailureInsideTellsNothingOfTheInside() {
        var got = owner.get("/api/v1/broken");

        assertThat(got.status()).isEqualTo(500);
        assertThat(got.response().body()).doesNotContain("secret").doesNotContain("Exception");
        assertThat(got.json().path("requestId").asText()).isEqualTo(got.header("X-Request-Id"));
    }

    @Test
    void everyAnswerTellsTheBrowserWhatNotToAllow() {
        for (var got : List.of(
                owner.get("/"),
                owner.get("/api/v1/me"),
                owner.get("/api/v1/nothing"),
                owner.get("/api/v1/broken"),
                site.browser().get("/api/v1/me"))) {
            assertThat(got.header("Content-Security-Policy"))
                    .contains("default-src 'none'")
                    .contains("script-src 'self'")
                    .contains("frame-ancestors 'none'")
                    .doesNotContain("unsafe");
            assertThat(got.header("X-Content-Type-Options")).isEqualTo("nosniff");
            assertThat(got.header("Referrer-Policy")).isEqualTo("no-referrer");
            assertThat(got.header("Cross-Origin-Opener-Policy")).isEqualTo("same-origin");
            assertThat(got.header("Cache-Control")).isNotEmpty();
            assertThat(got.header("Server")).isEmpty();
        }
        assertThat(owner.get("/api/v1/me").header("Cache-Control")).isEqualTo("no-store");
    }

    @Test
    void aNameThatIsNotOursIsRefused() throws IOException {
        assertThat(raw("GET /api/v1/openapi.json HTTP/1.1", "Host: evil.example"))
                .contains("421");
        assertThat(raw("GET / HTTP/1.1", "Host: evil.example:" + site.address.getPort()))
                .contains("421");
        assertThat(raw("GET / HTTP/1.1", "Host: 127.0.0.1.evil.example")).contains("421");
        assertThat(raw("GET / HTTP/1.1", "Host: localhost")).contains("200");
        assertThat(raw("GET / HTTP/1.1", "Host: [::1]:8080")).contains("200");
        assertThat(raw("GET / HTTP/1.1", "Host: ops.example:8080")).contains("200");
    }

    @Test
    void whatIsNoRequestIsAnsweredWithAProblem() throws IOException {
        assertThat(raw("NONSENSE", "Host: localhost"))
                .contains("application/problem+json")
                .contains("malformed-request");
        assertThat(raw("GET /" + "a".repeat(10_000) + " HTTP/1.1", "Host: localhost"))
                .contains("414")
                .contains("problem+json");
    }

    @Test
    void anAddressThatIsNotWellFormedIsABadRequest() throws IOException {
        for (String address : List.of("/api/v1/numbers?n=%zz", "/api/v1/%zz", "/%zz", "/api/v1/numbers?n=%ff%fe")) {
            assertThat(raw("GET " + address + " HTTP/1.1", "Host: localhost"))
                    .as(address)
                    .containsAnyOf("HTTP/1.1 400", "HTTP/1.1 401", "HTTP/1.1 404")
                    .contains("problem+json");
        }
    }

    private String raw(String... lines) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), site.address.getPort())) {
            socket.setSoTimeout(5000);
            socket.getOutputStream()
                    .write((String.join("\r\n", lines) + "\r\nConnection: close\r\n\r\n").getBytes(US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), US_ASCII);
        }
    }
}
