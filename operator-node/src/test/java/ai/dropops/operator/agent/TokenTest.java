package ai.dropops.operator.agent;

import static org.assertj.core.api.Assertions.assertThat;

import ai.dropops.operator.control.FakeControlPlane;
import ai.dropops.operator.control.OperatorProcess;
import ai.dropops.protocol.wire.Frame;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An operator that is one of many which a token lets in. */
class TokenTest {
    private static final String SESSION = "DROPOPS_OPERATOR_SESSION";

    @TempDir
    Path folder;

    private final FakeControlPlane plane = new FakeControlPlane();

    @AfterEach
    void close() {
        plane.close();
    }

    @Test
    void theTokenIsNeededOnceAndKeptNowhere() throws Exception {
        try (var operator = start(withToken())) {
            plane.nextWelcomed().await(Frame.Beat.class);
            assertThat(operator.log()).doesNotContain("dlk_");
        }
        plane.revokeToken();
        try (var _ = start(Map.of())) {
            plane.nextWelcomed().await(Frame.Beat.class);
        }
        try (var _ = start(withToken())) {
            plane.nextWelcomed().await(Frame.Beat.class);
        }

        assertThat(plane.enrolments()).hasSize(1);
        assertThat(filesHolding(plane.token.text().reveal())).isEmpty();
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(folder.resolve(".dropops/data/identity/own.key"))))
                .isEqualTo("rw-------");
    }

    @Test
    void anEndedCertificateIsReplacedByTheHostsOwnKeyAfterTheTokenIsRevoked() throws Exception {
        plane.refuseLinks(1);
        plane.certificatesLive(Duration.ofDays(7), Duration.ZERO);
        try (var _ = start(withToken())) {
            plane.nextWelcomed().await(Frame.Beat.class);
        }
        plane.revokeToken();
        plane.refuseLinks(1);
        try (var _ = start(Map.of())) {
            plane.nextWelcomed().await(Frame.Beat.class);
        }

        assertThat(plane.enrolments()).hasSize(3);
        assertThat(plane.enrolments().getFirst().has("token")).isTrue();
        assertThat(plane.enrolments().subList(1, 3)).allSatisfy(again -> {
            assertThat(again.has("token")).isFalse();
            assertThat(again.get("apiKey").asText()).startsWith("dok_");
            assertThat(again.get("receiptKey"))
                    .isEqualTo(plane.enrolments().getFirst().get("receiptKey"));
        });
    }

    @Test
    void aLostAnswerIsAskedForAgainByTheSameHost() throws Exception {
        plane.loseAnswers(2);
        var arguments = new ArrayList<>(arguments(plane));
        arguments.addAll(List.of("-S", plane.token.text().reveal()));
        try (var operator = OperatorProcess.start(folder, Map.of(), arguments)) {
            plane.nextWelcomed().await(Frame.Beat.class);
            assertThat(operator.log()).contains("enrolled as");
        }

        assertThat(plane.enrolments()).hasSize(3);
        for (String field : List.of("token", "key", "receiptKey", "fingerprint")) {
            assertThat(plane.enrolments().stream()
                            .map(each -> each.get(field).asText())
                            .distinct())
                    .as(field)
                    .hasSize(1);
        }
    }

    @Test
    void aHostOfAnotherControlPlaneBecomesOneOfThisOne() throws Exception {
        try (var other = new FakeControlPlane()) {
            try (var _ = OperatorProcess.start(
                    folder, Map.of(SESSION, other.token.text().reveal()), arguments(other))) {
                other.nextWelcomed().await(Frame.Beat.class);
            }
            try (var _ = start(withToken())) {
                plane.nextWelcomed().await(Frame.Beat.class);
            }
            assertThat(plane.receiptKey()).isNotEqualTo(other.receiptKey());
        }
    }

    @Test
    void anApiKeyMakesItTheOperatorOfThatKey() throws Exception {
        try (var _ = start(withToken())) {
            plane.nextWelcomed().await(Frame.Beat.class);
        }
        try (var _ = OperatorProcess.start(plane, folder)) {
            plane.nextWelcomed().await(Frame.Beat.class);
        }
        assertThat(plane.enrolments().getLast().get("apiKey").asText())
                .isEqualTo(plane.apiKey.text().reveal());
        assertThat(folder.resolve(".dropops/data/identity/own.key")).doesNotExist();
        assertThat(folder.resolve(".dropops/data/vault.key")).doesNotExist();
    }

    @Test
    void aTokenThatIsRefusedEndsTheOperator() {
        plane.revokeToken();
        try (var operator = start(withToken())) {
            assertThat(operator.exitCode()).isEqualTo(5);
            assertThat(operator.log()).contains("refuses this operator").doesNotContain("dlk_");
        }
    }

    @Test
    void withNothingToShowItSaysWhatIsMissingAndLeavesNothingBehind() {
        try (var operator = start(Map.of())) {
            assertThat(operator.exitCode()).isEqualTo(2);
            assertThat(operator.log()).contains("DROPOPS_OPERATOR_API_KEY", SESSION);
        }
        assertThat(folder.resolve(".dropops")).doesNotExist();
    }

    private OperatorProcess start(Map<String, String> environment) {
        return OperatorProcess.start(folder, environment, arguments(plane));
    }

    private Map<String, String> withToken() {
        return Map.of(SESSION, plane.token.text().reveal());
    }

    private static List<String> arguments(FakeControlPlane plane) {
        return List.of("-e", plane.endpoint(), "--ca-sha256", plane.pin().hex());
    }

    private List<Path> filesHolding(String text) throws IOException {
        try (var files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> contains(file, text))
                    .toList();
        }
    }

    private static boolean contains(Path file, String text) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
