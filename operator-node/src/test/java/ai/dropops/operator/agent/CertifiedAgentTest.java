package ai.dropops.operator.agent;

import static org.assertj.core.api.Assertions.assertThat;

import ai.dropops.operator.control.Authority;
import ai.dropops.operator.control.FakeControlPlane;
import ai.dropops.operator.control.FakeLink;
import ai.dropops.operator.control.OperatorProcess;
import ai.dropops.protocol.identity.ApiKey;
import ai.dropops.protocol.identity.Bytes;
import ai.dropops.protocol.wire.Frame;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How an operator process comes by its certificate, and what it does without one. */
class CertifiedAgentTest {
    @TempDir
    Path folder;

    private final FakeControlPlane plane = new FakeControlPlane();

    @AfterEach
    void close() {
        plane.close();
    }

    @Test
    void aCertificateIsRenewedBeforeItEnds() throws Exception {
        plane.certificatesLive(Duration.ofDays(7), Duration.ofDays(6));
        try (var _ = OperatorProcess.start(plane, folder)) {
            FakeLink link = plane.nextWelcomed();
            Bytes request = link.await(Frame.Renew.class).request();
            link.send(new Frame.Renewed(
                    Authority.pem(plane.authority.certify(request.array(), Duration.ofDays(7), Duration.ZERO))));
            link.close();
            FakeLink second = plane.nextWelcomed();
            second.await(Frame.Beat.class);
            Frame.Beat next = second.await(Frame.Beat.class);
            assertThat(next).isNotNull();
            assertThat(plane.enrolments()).hasSize(1);
        }
    }

    @Test
    void anEndedCertificateIsReplacedByEnrollingWithTheSameKeys() throws Exception {
        plane.certificatesLive(Duration.ofDays(7), Duration.ofDays(8));
        try (var operator = OperatorProcess.start(plane, folder)) {
            while (plane.enrolments().isEmpty()) {
                Thread.onSpinWait();
            }
            operator.kill();
        }
        plane.certificatesLive(Duration.ofDays(7), Duration.ZERO);
        try (var _ = OperatorProcess.start(plane, folder)) {
            plane.nextWelcomed();
            assertThat(plane.enrolments()).hasSizeGreaterThan(1);
            assertThat(plane.enrolments().stream()
                            .map(each -> each.get("receiptKey").asText())
                            .distinct())
                    .hasSize(1);
        }
    }

    @Test
    void aCertificateThatIsTurnedAwayIsReplacedByEnrollingAgain() throws Exception {
        plane.refuseLinks(1);
        try (var _ = OperatorProcess.start(plane, folder)) {
            plane.nextWelcomed().await(Frame.Beat.class);
            assertThat(plane.enrolments()).hasSize(2);
        }
    }

    @Test
    void aKeyThatIsNotKnownEndsTheOperatorWithTheReason() {
        ApiKey wrong = ApiKey.of(plane.operator, FakeControlPlane.random(32));
        try (var operator = OperatorProcess.start(
                folder,
                wrong.text().reveal(),
                List.of("-e", plane.endpoint(), "--ca-sha256", plane.pin().hex()))) {
            assertThat(operator.exitCode()).isEqualTo(5);
            assertThat(operator.log()).contains("This API key is not known. Copy it again.");
        }
    }

    @Test
    void aControlPlaneOfAnotherAuthorityIsNeverEnrolledAt() throws Exception {
        try (var operator = OperatorProcess.start(
                folder,
                plane.apiKey.text().reveal(),
                List.of("-e", plane.endpoint(), "--ca-sha256", "00".repeat(32)))) {
            while (!operator.log().contains("pinned authority")) {
                Thread.onSpinWait();
            }
            assertThat(plane.enrolments()).isEmpty();
            operator.terminate();
            assertThat(operator.exitCode()).isZero();
        }
    }
}
