package ai.dropops.operator.link;

import ai.dropops.protocol.identity.Bytes;
import ai.dropops.protocol.identity.Digest;
import ai.dropops.protocol.identity.Fingerprint;
import ai.dropops.protocol.identity.OperatorId;
import ai.dropops.protocol.identity.Secret;
import ai.dropops.protocol.identity.VerifyingKey;
import ai.dropops.protocol.identity.WorkspaceId;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;

/** How a key or a token, a machine and two fresh keys become an operator with a certificate. */
public final class Enrolment {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int OK = 200;
    private static final int TOO_MANY = 429;
    private static final int SERVER_ERRORS = 500;

    private Enrolment() {}

    /** By what a host asks. */
    public sealed interface Proof {
        record Key(Secret apiKey) implements Proof {}

        /**
         * A token, the first time.
         *
         * @param key the random part of the API key the host has made for itself
         */
        record Token(Secret token, Bytes key) implements Proof {}
    }

    /**
     * What is asked for.
     *
     * @param csr the {@link CertificateRequest} for the TLS key
     * @param receiptKey the key receipts will be verified with
     */
    public record Request(
            Proof proof,
            Fingerprint fingerprint,
            Bytes csr,
            VerifyingKey receiptKey,
            String hostname,
            String agentVersion,
            Instant time) {}

    /** What comes of it. */
    public sealed interface Reply {
        record Enrolled(
                OperatorId operator,
                WorkspaceId workspace,
                String certificate,
                X509Certificate authority,
                String authorityPem,
                VerifyingKey permitKey)
                implements Reply {}

        /** The control plane will not have this operator; asking again changes nothing. */
        record Refused(String message) implements Reply {}

        /** There was no usable answer; asking again may bring one. */
        record Unreachable(String why) implements Reply {}
    }

    /** Asks {@code endpoint}, whose authority must have the SHA-256 {@code pin} if one is given. */
    public static Reply ask(Endpoint endpoint, Optional<Digest> pin, Proxy proxy, Request request)
            throws InterruptedException {
        try (var executor = Executors.newVirtualThreadPerTaskExecutor();
                HttpClient http = Tls.anonymous(pin, proxy, executor)) {
            HttpRequest post = HttpRequest.newBuilder(endpoint.enrol())
                    .timeout(PATIENCE)
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(body(request)))
                    .build();
            return read(http.send(post, BodyHandlers.ofString()), pin);
        } catch (IOException e) {
            return new Reply.Unreachable(Failures.reason(e));
        }
    }

    private static String body(Request request) {
        var base64 = Base64.getEncoder();
        var body = JSON.createObjectNode();
        switch (request.proof()) {
            case Proof.Key(Secret apiKey) -> body.put("apiKey", apiKey.reveal());
            case Proof.Token(Secret token, Bytes key) ->
                body.put("token", token.reveal()).put("key", base64.encodeToString(key.array()));
        }
        return body.put("fingerprint", request.fingerprint().digest().hex())
                .put("csr", base64.encodeToString(request.csr().array()))
                .put("receiptKey", base64.encodeToString(request.receiptKey().array()))
                .put("hostname", request.hostname())
                .put("agentVersion", request.agentVersion())
                .put("time", request.time().toString())
                .toString();
    }

    private static Reply read(HttpResponse<String> response, Optional<Digest> pin) {
        int status = response.statusCode();
        try {
            JsonNode json = JSON.readTree(response.body());
            if (status == OK) {
                return enrolled(json, pin);
            }
            String message = problem(json).orElse("HTTP " + status);
            return status == TOO_MANY || status >= SERVER_ERRORS
                    ? new Reply.Unreachable(message)
                    : new Reply.Refused(message);
        } catch (JsonProcessingException | IllegalArgumentException e) {
            return new Reply.Unreachable("HTTP " + status + " with an answer that cannot be read");
        }
    }

    private static Reply enrolled(JsonNode json, Optional<Digest> pin) {
        String pem = text(json, "ca");
        X509Certificate authority = Certificates.parse(pem).getFirst();
        if (pin.isPresent() && !pin.get().matches(Certificates.digest(authority))) {
            return new Reply.Refused("the control plane handed out another authority than the pinned one");
        }
        String certificate = text(json, "certificate");
        List<X509Certificate> chain = Certificates.parse(certificate);
        if (chain.isEmpty()) {
            throw new IllegalArgumentException("no certificate");
        }
        return new Reply.Enrolled(
                new OperatorId(text(json, "operatorId")),
                new WorkspaceId(text(json, "workspaceId")),
                certificate,
                authority,
                pem,
                VerifyingKey.wrap(Base64.getDecoder().decode(text(json, "permitKey"))));
    }

    /** The sentence of an RFC 9457 problem, with its advice. */
    static Optional<String> problem(JsonNode json) {
        String detail = json.path("detail").asText(json.path("title").asText(""));
        String advice = json.path("advice").asText("");
        String both = advice.isEmpty() || detail.contains(advice) ? detail : detail + " " + advice;
        return Optional.of(both.strip()).filter(text -> !text.isEmpty());
    }

    private static String text(JsonNode json, String field) {
        JsonNode value = json.get(field);
        if (value == null || !value.isTextual()) {
            throw new IllegalArgumentException("no " + field);
        }
        return value.asText();
    }
}
