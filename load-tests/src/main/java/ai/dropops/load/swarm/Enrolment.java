package ai.dropops.load.swarm;

import ai.dropops.protocol.identity.Bytes;
import ai.dropops.protocol.identity.OperatorId;
import ai.dropops.protocol.identity.VerifyingKey;
import ai.dropops.protocol.identity.WorkspaceId;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;

/** The way from an API key or a token to a certificate: the real POST /enrol. */
public final class Enrolment implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final int KEY_BYTES = 32;

    private final Endpoint endpoint;
    private final HttpClient http;
    private final SecureRandom random = new SecureRandom();
    private final Clock clock;

    public Enrolment(Endpoint endpoint, PinnedServer server, Clock clock) {
        this.endpoint = endpoint;
        this.clock = clock;
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(10))
                .sslContext(server.context())
                .build();
    }

    /** What came of an enrolment. */
    public sealed interface Result {
        record Enrolled(Identity identity, Authority authority) implements Result {}

        /** The control plane's no, with its problem document or whatever it said instead. */
        record Refused(int status, String problem) implements Result {}
    }

    /** Enrols the machine called {@code hostname} with fresh keys. */
    public Result enrol(String apiKey, String hostname) throws InterruptedException {
        return enrol(JSON.createObjectNode().put("apiKey", apiKey), hostname);
    }

    /** Enrols it with fresh keys and an API key of its own, by a token of many hosts. */
    public Result join(String token, String hostname) throws InterruptedException {
        var key = new byte[KEY_BYTES];
        random.nextBytes(key);
        return enrol(JSON.createObjectNode().put("token", token).put("key", key), hostname);
    }

    private Result enrol(ObjectNode credential, String hostname) throws InterruptedException {
        Keys keys = Keys.fresh(random);
        HttpResponse<String> reply = post(body(credential, hostname, keys));
        return reply.statusCode() == 200
                ? enrolled(reply.body(), hostname, keys)
                : new Result.Refused(reply.statusCode(), reply.body());
    }

    private HttpResponse<String> post(String body) throws InterruptedException {
        var request = HttpRequest.newBuilder(endpoint.enrol())
                .timeout(Duration.ofSeconds(60))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build();
        try {
            return http.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String body(ObjectNode credential, String hostname, Keys keys) {
        var base64 = Base64.getEncoder();
        return credential
                .put("fingerprint", Identity.fingerprint(hostname).digest().hex())
                .put("csr", base64.encodeToString(keys.request(hostname)))
                .put("receiptKey", base64.encodeToString(keys.receiptKey().array()))
                .put("hostname", hostname)
                .put("agentVersion", "swarm")
                .put("time", clock.instant().toString())
                .toString();
    }

    private static Result.Enrolled enrolled(String body, String hostname, Keys keys) {
        JsonNode reply = parse(body);
        var identity = new Identity(
                new OperatorId(reply.required("operatorId").asText()),
                new WorkspaceId(reply.required("workspaceId").asText()),
                hostname,
                Bytes.wrap(keys.tls().getPrivate().getEncoded()),
                reply.required("certificate").asText(),
                Bytes.wrap(keys.receipts().getEncoded()));
        var permitKey = VerifyingKey.wrap(
                Base64.getDecoder().decode(reply.required("permitKey").asText()));
        return new Result.Enrolled(identity, new Authority(reply.required("ca").asText(), permitKey));
    }

    private static JsonNode parse(String body) {
        try {
            return JSON.readTree(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
