package ai.dropops.web.server;

import static org.assertj.core.api.Assertions.assertThat;

import ai.dropops.persistence.view.OperatorRow;
import ai.dropops.persistence.view.OperatorRows;
import ai.dropops.protocol.identity.ApiKey;
import ai.dropops.protocol.identity.Bytes;
import ai.dropops.protocol.identity.Digest;
import ai.dropops.protocol.identity.OperatorId;
import ai.dropops.web.link.Host;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many hosts that become operators by one token, over real sockets and with the real entities. */
final class ManyHostsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int FAILURES = 4;

    @TempDir
    Path temporary;

    private Quay quay;
    private Browser owner;
    private HttpClient client;

    /** A machine whose keys are made, and the random part of the API key it wants. */
    private record Machine(Host host, Bytes key) {
        static Machine of(int number) {
            try {
                return new Machine(
                        new Host(),
                        Bytes.wrap(ByteBuffer.allocate(32).putInt(number).array()));
            } catch (GeneralSecurityException e) {
                throw new AssertionError(e);
            }
        }

        /** All of them call themselves the same. */
        ObjectNode request() {
            var base64 = Base64.getEncoder();
            return JSON.createObjectNode()
                    .put("fingerprint", Digest.of(key.array()).hex())
                    .put("csr", base64.encodeToString(host.request()))
                    .put("receiptKey", base64.encodeToString(host.receiptKey.array()))
                    .put("hostname", "debian")
                    .put("agentVersion", "0.1.0")
                    .put("time", Instant.now().toString());
        }

        ObjectNode with(String token) {
            return request().put("token", token).put("key", Base64.getEncoder().encodeToString(key.array()));
        }

        /** As it enrols again when it has become {@code operator}. */
        ObjectNode as(String operator) {
            return request()
                    .put(
                            "apiKey",
                            ApiKey.of(new OperatorId(operator), key.array())
                                    .text()
                                    .reveal());
        }
    }

    /** {@code outcome} is the operator's id, or the code of the problem. */
    private record Answer(int status, String outcome) {}

    @BeforeEach
    void open() throws Exception {
        quay = new Quay(temporary, "dropops.link.enrolment { failures = " + FAILURES + ", window = 5m }");
        owner = quay.owner();
        client = HttpClient.newBuilder()
                .sslContext(new Host().context(quay.authority(), null))
                .build();
    }

    @AfterEach
    void close() {
        client.close();
        quay.close();
    }

    @Test
    void everyHostGetsASlotOfItsOwnHoweverOftenItAsks() {
        int hosts = 60;
        String token = token("{\"kind\":\"cloud\",\"labels\":{\"role\":\"web\"},\"uses\":60,\"expiresInSeconds\":600}");
        var machines = IntStream.range(0, hosts).mapToObj(Machine::of).toList();
        // every host asks twice at the same time, as one does whose first answer was lost
        var answers =
                answered(Stream.concat(machines.stream(), machines.stream()).map(machine -> post(machine.with(token))));

        assertThat(answers).hasSize(2 * hosts).allMatch(answer -> answer.status() == 200);
        for (int i = 0; i < hosts; i++) {
            assertThat(answers.get(i)).isEqualTo(answers.get(hosts + i));
        }
        assertThat(answers.stream().map(Answer::outcome).distinct()).hasSize(hosts);
        var rows = operators();
        assertThat(rows).hasSize(hosts).allSatisfy(row -> {
            assertThat(row.enrolledAt()).isNotNull();
            assertThat(row.hostname()).isEqualTo("debian");
            assertThat(row.name()).startsWith("debian");
            assertThat(row.kind().name()).isEqualTo("CLOUD");
            assertThat(row.labels().all()).containsEntry("role", "web");
        });
        assertThat(rows.stream().map(OperatorRow::name).distinct()).hasSize(hosts);
        assertThat(link().path("used").asInt()).isEqualTo(hosts);
    }

    @Test
    void oneCallLabelsAllOperatorsThatATargetMeans() {
        String token = token(
                "{\"kind\":\"solo\",\"labels\":{\"role\":\"web\",\"old\":\"x\"},\"uses\":9,\"expiresInSeconds\":60}");
        answered(
                IntStream.range(0, 9).mapToObj(number -> post(Machine.of(number).with(token))));
        String one = operators().getFirst().id().value();

        // they are bound to nobody's session
        var answer = owner.post(
                "/api/v1/operators/label",
                "{\"targets\":\"role=web & !" + one + "\",\"labels\":{\"env\":\"prod\"},\"remove\":[\"old\"]}");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().path("changed")).hasSize(8);
        assertThat(answer.json().path("refused")).isEmpty();
        assertThat(operators())
                .allSatisfy(row -> assertThat(row.labels().all())
                        .isEqualTo(
                                row.id().value().equals(one)
                                        ? Map.of("role", "web", "old", "x")
                                        : Map.of("role", "web", "env", "prod")));
        assertThat(label("rloe=web")).isEqualTo("no-targets");
        assertThat(label("(all")).isEqualTo("no-targets");
        assertThat(owner.post("/api/v1/operators/label", "{\"targets\":\"all\"}")
                        .status())
                .isEqualTo(400);
    }

    private String label(String targets) {
        return owner.post("/api/v1/operators/label", "{\"targets\":\"" + targets + "\",\"labels\":{\"env\":\"prod\"}}")
                .code();
    }

    @Test
    void noHostMoreComesInThanTheTokenIsFor() {
        int uses = 10;
        String token = token("{\"kind\":\"solo\",\"labels\":{},\"uses\":10,\"expiresInSeconds\":600}");
        // as many too many as failures are allowed, so that none of them is refused for another reason
        var answers = answered(IntStream.range(0, uses + FAILURES)
                .mapToObj(number -> post(Machine.of(number).with(token))));

        assertThat(answers.stream().filter(answer -> answer.status() == 200)).hasSize(uses);
        assertThat(answers.stream().filter(answer -> answer.status() != 200))
                .hasSize(FAILURES)
                .containsOnly(new Answer(403, "token-used-up"));
        assertThat(operators()).hasSize(uses);
        assertThat(link().path("state").asText()).isEqualTo("USED_UP");
        assertThat(answered(post(Machine.of(99).with(token))).outcome()).isEqualTo("too-many-failures");
    }

    @Test
    void aHostIsKnownAgainUntilTheTokenIsRevokedAndByItsOwnKeyAfterwards() {
        String token = token("{\"kind\":\"solo\",\"labels\":{},\"uses\":1,\"expiresInSeconds\":600}");
        var machine = Machine.of(1);
        var first = answered(post(machine.with(token)));

        assertThat(first.status()).isEqualTo(200);
        assertThat(answered(post(machine.with(token)))).isEqualTo(first);
        assertThat(answered(post(Machine.of(2).with(token)))).isEqualTo(new Answer(403, "token-used-up"));

        String id = link().path("id").asText();
        assertThat(owner.post("/api/v1/links/" + id + "/revoke")
                        .json()
                        .path("state")
                        .asText())
                .isEqualTo("REVOKED");
        assertThat(answered(post(machine.with(token)))).isEqualTo(new Answer(403, "token-revoked"));
        assertThat(answered(post(machine.as(first.outcome())))).isEqualTo(first);
        assertThat(answered(post(Machine.of(1).as(first.outcome()))))
                .as("another key pair")
                .isEqualTo(new Answer(403, "wrong-machine"));
        assertThat(operators()).hasSize(1);
    }

    @Test
    void aTokenThatIsOverOrNotKnownCountsAsAFailure() {
        String token = token("{\"kind\":\"solo\",\"labels\":{},\"uses\":9,\"expiresInSeconds\":60}");
        String altered = token.substring(0, token.length() - 2) + (token.endsWith("00") ? "10" : "00");
        var machine = Machine.of(1);
        assertThat(answered(post(machine.with(altered)))).isEqualTo(new Answer(401, "token-unknown"));
        assertThat(answered(post(machine.with(ofAnotherLink(token)))).status()).isEqualTo(401);
        quay.pass(Duration.ofSeconds(61));
        assertThat(answered(post(machine.with(token)))).isEqualTo(new Answer(403, "token-expired"));
        assertThat(answered(post(machine.with("dlk_x")))).isEqualTo(new Answer(401, "token-unknown"));

        assertThat(answered(post(machine.with(token))).outcome()).isEqualTo("too-many-failures");
        assertThat(operators()).isEmpty();
        assertThat(link().path("state").asText()).isEqualTo("EXPIRED");
    }

    @Test
    void aNameThatIsTakenIsLeftToWhoeverHasIt() {
        owner.post("/api/v1/operators", "{\"name\":\"web-1\",\"kind\":\"solo\"}");
        String token =
                token("{\"name\":\"web-{n}\",\"kind\":\"solo\",\"labels\":{},\"uses\":2,\"expiresInSeconds\":60}");
        answered(post(Machine.of(1).with(token)));
        answered(post(Machine.of(2).with(token)));

        assertThat(operators().stream().map(OperatorRow::name)).containsExactly("web-1", "web-1-2", "web-2");
    }

    @Test
    void theTokenIsNowhereInTheDataFolder() throws IOException {
        String token = token("{\"kind\":\"solo\",\"labels\":{},\"uses\":1,\"expiresInSeconds\":60}");
        assertThat(answered(post(Machine.of(1).with(token))).status()).isEqualTo(200);
        quay.views();

        String secret = token.substring(token.lastIndexOf('_') + 1);
        try (var files = Files.walk(quay.data)) {
            var searched = files.filter(Files::isRegularFile).toList();
            assertThat(searched)
                    .hasSizeGreaterThan(2)
                    .allSatisfy(file -> assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                            .doesNotContain(secret));
        }
    }

    private String token(String wanted) {
        var made = owner.post("/api/v1/links", wanted);
        assertThat(made.status()).as(made.response().body()).isEqualTo(201);
        String token = made.json().path("token").asText();
        assertThat(made.json().path("installCommand").asText()).contains("DROPOPS_OPERATOR_SESSION=" + token);
        return token;
    }

    private static String ofAnotherLink(String token) {
        return "dlk_" + (token.charAt(4) == 'v' ? 'u' : 'v') + token.substring(5);
    }

    private JsonNode link() {
        return owner.get("/api/v1/links").json().path("links").path(0);
    }

    private List<OperatorRow> operators() {
        return quay.views().operators().page(quay.home.workspace(), new OperatorRows.Filter("", null, 0, 1000));
    }

    private CompletableFuture<Answer> post(ObjectNode body) {
        return client.sendAsync(
                        HttpRequest.newBuilder(quay.enrolment())
                                .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                                .build(),
                        BodyHandlers.ofString())
                .thenApply(response -> {
                    JsonNode json = json(response.body());
                    String outcome = response.statusCode() == 200
                            ? json.path("operatorId").asText()
                            : json.path("code").asText();
                    return new Answer(response.statusCode(), outcome);
                });
    }

    private static JsonNode json(String body) {
        try {
            return JSON.readTree(body);
        } catch (IOException e) {
            throw new AssertionError(body, e);
        }
    }

    private static List<Answer> answered(Stream<CompletableFuture<Answer>> asked) {
        var all = asked.toList();
        return all.stream().map(ManyHostsTest::answered).toList();
    }

    private static Answer answered(CompletableFuture<Answer> asked) {
        return asked.orTimeout(60, TimeUnit.SECONDS).join();
    }
}
