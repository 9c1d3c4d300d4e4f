package ai.dropops.web.link;

import static org.assertj.core.api.Assertions.assertThat;

import ai.dropops.cluster.operator.DeviceLink;
import ai.dropops.cluster.operator.DeviceLink.UseReply;
import ai.dropops.cluster.operator.Operator.Command;
import ai.dropops.cluster.operator.Operator.EnrolReply;
import ai.dropops.persistence.view.Labels;
import ai.dropops.protocol.guard.HostFacts;
import ai.dropops.protocol.identity.ApiKey;
import ai.dropops.protocol.identity.DeviceLinkId;
import ai.dropops.protocol.identity.Digest;
import ai.dropops.protocol.identity.LinkToken;
import ai.dropops.protocol.identity.VerifyingKey;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnrolmentTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ApiKey KEY = ApiKey.of(Harbour.OPERATOR, new byte[32]);
    private static final LinkToken TOKEN = LinkToken.of(DeviceLinkId.of(new byte[16]), new byte[32]);

    @TempDir
    Path temp;

    private Harbour harbour;
    private Host host;
    private HttpClient client;

    @BeforeEach
    void open() throws Exception {
        harbour = new Harbour(temp, "enrolment { failures = 5, patience = 1s }");
        host = new Host();
        client = HttpClient.newBuilder()
                .sslContext(host.context(harbour.keys.authority().certificate(), null))
                .build();
    }

    @AfterEach
    void close() {
        client.close();
        harbour.close();
    }

    @Test
    void aHostBecomesAnOperator() throws Exception {
        var answer = post(request());
        var enrol = harbour.told(Command.Enrol.class);
        assertThat(enrol.enrolment().keyHash()).isEqualTo(KEY.text().digest());
        assertThat(enrol.enrolment().tlsKey()).isEqualTo(host.tlsKey());
        assertThat(enrol.enrolment().receiptKey()).isEqualTo(host.receiptKey);
        assertThat(enrol.enrolment().fingerprint()).isEqualTo(Dialled.MACHINE);
        enrol.replyTo().tell(new EnrolReply.Accepted(Harbour.OPERATOR, Harbour.WORKSPACE));

        JsonNode body = JSON.readTree(answered(answer, 200));
        assertThat(body.path("operatorId").asText()).isEqualTo(Harbour.OPERATOR.value());
        assertThat(body.path("workspaceId").asText()).isEqualTo(Harbour.WORKSPACE.value());
        VerifyingKey permits = harbour.keys.permit().verifyingKey();
        assertThat(body.path("permitKey").binaryValue()).isEqualTo(permits.array());
        assertThat(body.path("permitKeyId").asText()).isEqualTo(permits.digest().hex());
        X509Certificate authority = certificate(body.path("ca").asText());
        assertThat(Digest.of(authority.getEncoded())).isEqualTo(harbour.server.authority());
        X509Certificate own = certificate(body.path("certificate").asText());
        assertThat(own.getSubjectX500Principal().getName()).isEqualTo("CN=" + Harbour.OPERATOR);
        assertThat(Duration.between(Instant.now(), own.getNotAfter().toInstant()))
                .isBetween(Duration.ofDays(6), Duration.ofDays(7));

        try (var operator = new Dialled(harbour.port(), host.context(authority, own))) {
            operator.send(Dialled.hello());
            assertThat(harbour.told(Command.Attach.class).tlsKey()).isEqualTo(host.tlsKey());
        }
    }

    @Test
    void everyReasonOfTheEntityHasItsAnswer() throws Exception {
        Map<EnrolReply.Reason, String> expected = Map.of(
                EnrolReply.Reason.UNKNOWN_SLOT, "401 key-unknown",
                EnrolReply.Reason.WRONG_KEY, "401 key-unknown",
                EnrolReply.Reason.REVOKED, "403 key-revoked",
                EnrolReply.Reason.WRONG_MACHINE, "403 wrong-machine");
        assertThat(expected).hasSize(EnrolReply.Reason.values().length);
        for (var reason : EnrolReply.Reason.values()) {
            var answer = post(request());
            harbour.told(Command.Enrol.class).replyTo().tell(new EnrolReply.Refused(reason));
            assertThat(problem(answer)).isEqualTo(expected.get(reason));
        }
    }

    @Test
    void everyReasonOfADeviceLinkHasItsAnswer() throws Exception {
        Map<DeviceLink.Reason, String> expected = Map.of(
                DeviceLink.Reason.UNKNOWN, "401 token-unknown",
                DeviceLink.Reason.EXPIRED, "403 token-expired",
                DeviceLink.Reason.REVOKED, "403 token-revoked",
                DeviceLink.Reason.USED_UP, "403 token-used-up");
        assertThat(expected).hasSize(DeviceLink.Reason.values().length);
        for (var reason : DeviceLink.Reason.values()) {
            var answer = post(tokenRequest());
            var use = harbour.deviceLink.expectMessageClass(DeviceLink.Command.Use.class, Harbour.PATIENCE);
            assertThat(use.claim().tokenHash()).isEqualTo(TOKEN.text().digest());
            assertThat(use.claim().tlsKey()).isEqualTo(host.tlsKey());
            use.replyTo().tell(new UseReply.Refused(reason));
            assertThat(problem(answer)).isEqualTo(expected.get(reason));
        }
        harbour.entity.expectNoMessage(Duration.ofMillis(100));
    }

    @Test
    void aSlotThatGotAnotherKeyIsNotTheTokensAnyMore() throws Exception {
        var answer = post(tokenRequest());
        harbour.deviceLink
                .expectMessageClass(DeviceLink.Command.Use.class, Harbour.PATIENCE)
                .replyTo()
                .tell(new UseReply.Admitted(
                        Harbour.OPERATOR, Harbour.WORKSPACE, "web-1", HostFacts.Kind.SOLO, Labels.NONE));
        harbour.told(Command.Enrol.class).replyTo().tell(new EnrolReply.Refused(EnrolReply.Reason.WRONG_KEY));
        assertThat(problem(answer)).isEqualTo("403 slot-rekeyed");
    }

    @Test
    void aRequestThatCannotBeMeantIsRefusedBeforeAnybodyIsAsked() throws Exception {
        refused("401 key-unknown", body -> body.put("apiKey", "dok_short"));
        refused("400 unknown-field", body -> body.put("admin", true));
        refused("400 invalid-field", body -> body.remove("hostname"));
        refused("400 invalid-value", body -> body.put("hostname", "a\nb"));
    }

    @Test
    void aRequestWithHalfATokenIsRefusedBeforeAnybodyIsAsked() throws Exception {
        refused("401 token-unknown", body -> body.setAll(tokenRequest().put("token", "dlk_short")), "apiKey");
        refused("400 invalid-value", body -> body.put("token", TOKEN.text().reveal()));
        refused("400 invalid-value", body -> body.remove("apiKey"));
        refused("400 invalid-value", body -> body.setAll(tokenRequest().put("key", base64(new byte[31]))), "apiKey");
    }

    @Test
    void aRequestForAWrongKeyIsRefused() throws Exception {
        var other = Host.generate("secp256r1");
        var large = Host.generate("secp384r1");
        refused("400 bad-certificate-request", body -> body.put("csr", base64(Host.request(host.tls, other))));
        refused("400 bad-certificate-request", body -> body.put("csr", base64(Host.request(large, large))));
        refused("400 bad-certificate-request", body -> body.put("csr", base64(new byte[] {1, 2})));
        refused("400 bad-certificate-request", body -> body.put("csr", base64(new byte[5000])));
    }

    @Test
    void clocksTooFarApartAreRefusedNamingBoth() throws Exception {
        Instant wrong = Instant.now().minus(Duration.ofMinutes(6));
        var body = request();
        body.put("time", wrong.toString());
        for (int i = 0; i < 6; i++) {
            assertThat(answered(post(body), 403)).contains("clocks-apart", wrong.toString(), "NTP");
        }
    }

    @Test
    void whatIsNoJsonOrTooMuchOfItIsRefused() throws Exception {
        assertThat(problem(send("{\"apiKey\":"))).isEqualTo("400 malformed-json");
        assertThat(problem(send("x".repeat(20_000)))).isEqualTo("413 body-too-large");
    }

    @Test
    void failuresMakeAnAddressWaitAndSuccessesDoNot() throws Exception {
        for (int i = 0; i < 10; i++) {
            var answer = post(request());
            harbour.told(Command.Enrol.class)
                    .replyTo()
                    .tell(new EnrolReply.Accepted(Harbour.OPERATOR, Harbour.WORKSPACE));
            answered(answer, 200);
        }
        for (int i = 0; i < 5; i++) {
            refused("401 key-unknown", body -> body.put("apiKey", "dok_wrong"));
        }
        assertThat(answered(post(request()), 429)).contains("too-many-failures", "Wait ");
        harbour.entity.expectNoMessage(Duration.ofMillis(100));
    }

    @Test
    void aSilentEntityIsNotTheHostsFault() throws Exception {
        assertThat(problem(post(request()))).isEqualTo("503 busy");
    }

    private void refused(String expected, Consumer<ObjectNode> change, String... without) throws Exception {
        ObjectNode body = request();
        body.remove(List.of(without));
        change.accept(body);
        assertThat(problem(post(body))).isEqualTo(expected);
    }

    private ObjectNode request() {
        return JSON.createObjectNode()
                .put("apiKey", KEY.text().reveal())
                .put("fingerprint", Dialled.MACHINE.digest().hex())
                .put("csr", base64(host.request()))
                .put("receiptKey", base64(host.receiptKey.array()))
                .put("hostname", "web-1")
                .put("agentVersion", "0.1.0")
                .put("time", Instant.now().toString());
    }

    private ObjectNode tokenRequest() {
        ObjectNode body = request();
        body.remove("apiKey");
        return body.put("token", TOKEN.text().reveal()).put("key", base64(new byte[32]));
    }

    private CompletableFuture<HttpResponse<String>> post(ObjectNode body) {
        return send(body.toString());
    }

    private CompletableFuture<HttpResponse<String>> send(String body) {
        var uri = URI.create("https://localhost:" + harbour.port() + "/enrol");
        return client.sendAsync(
                HttpRequest.newBuilder(uri)
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }

    private static String answered(CompletableFuture<HttpResponse<String>> answer, int status) throws Exception {
        HttpResponse<String> response = answer.get(Harbour.PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        return response.body();
    }

    private static String problem(CompletableFuture<HttpResponse<String>> answer) throws Exception {
        HttpResponse<String> response = answer.get(Harbour.PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
        JsonNode body = JSON.readTree(response.body());
        assertThat(body.path("advice").asText()).isNotBlank();
        assertThat(body.path("status").asInt()).isEqualTo(response.statusCode());
        return response.statusCode() + " " + body.path("code").asText();
    }

    private static X509Certificate certificate(String pem) throws Exception {
        return (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
