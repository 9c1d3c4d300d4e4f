package ai.dropops.operator.host;

import static org.assertj.core.api.Assertions.assertThat;

import ai.dropops.protocol.action.Confinement;
import ai.dropops.protocol.wire.Frame;
import ai.dropops.protocol.wire.FrameCodec;
import ai.dropops.protocol.wire.HostReport;
import ai.dropops.protocol.wire.Metrics;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HostTest {
    @Test
    void theReportSaysWhatTheHostIsAndNothingSecret() {
        Map<String, String> environment =
                Map.of("LANG", "C.UTF-8", "TERM", "xterm", "PATH", "/usr/bin:", "AWS_SECRET_ACCESS_KEY", "very secret");
        HostReport report = new Host("1.2.3", environment, () -> Confinement.NONE).report(true);
        assertThat(report.system().hostname()).isNotBlank();
        assertThat(report.system().cpuCount()).isPositive();
        assertThat(report.system().memoryMb()).isPositive();
        assertThat(report.os().kernel()).isNotBlank();
        assertThat(report.user().uid()).isNotNegative();
        assertThat(report.environment().lang()).isEqualTo("C.UTF-8");
        assertThat(report.agentVersion()).isEqualTo("1.2.3");
        assertThat(report.toString()).doesNotContain("very secret");
    }

    @Test
    void theFingerprintStaysTheSame() {
        assertThat(new Host("1", Map.of(), () -> Confinement.NONE).fingerprint())
                .isEqualTo(new Host("2", Map.of("A", "b"), () -> Confinement.NONE).fingerprint());
    }

    @Test
    void gaugesAreInTheirRangesOrUnknown() {
        var gauges = new Gauges();
        for (int i = 0; i < 3; i++) {
            Metrics metrics = gauges.read(-1);
            assertThat(metrics.memoryPercent()).isBetween(0.0, 100.0);
            assertThat(metrics.diskPercent()).isBetween(0.0, 100.0);
            assertThat(metrics.cpuPercent()).isBetween(-1.0, 100.0);
            assertThat(metrics.memoryUsedMb()).isLessThanOrEqualTo(metrics.memoryTotalMb());
            assertThat(metrics.uptimeSeconds()).isPositive();
        }
    }

    @Test
    void aHeartbeatIsOneFrame() {
        var beat = new Frame.Beat(
                Frame.Beat.Kind.BOOTSTRAP,
                new Host("1", Map.of(), () -> Confinement.NONE).report(true),
                new Gauges().read(0.5));
        assertThat(FrameCodec.decode(FrameCodec.encode(beat))).isEqualTo(beat);
    }

    @Test
    void missingAndStrangeFilesAreEmpty() {
        assertThat(Facts.line("/no/such/file")).isEmpty();
        assertThat(Facts.lines("/proc")).isEmpty();
        assertThat(Facts.kilobytes("/proc/version", "MemTotal")).isZero();
        assertThat(Facts.word("/proc/version", 0)).isEqualTo(-1);
        assertThat(Facts.word("/proc/loadavg", 99)).isEqualTo(-1);
    }
}
