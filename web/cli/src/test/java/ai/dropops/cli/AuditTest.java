package ai.dropops.cli;

import static ai.dropops.cli.FakeControlPlane.event;
import static ai.dropops.cli.FakeControlPlane.events;
import static ai.dropops.cli.FakeControlPlane.problem;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@SuppressWarnings("NullAway.Init") // JUnit calls the method that starts the control plane before each test
final class AuditTest {
    private static final String TOTALS = """
            {"keptBytes":48210,"transmittedBytes":11700,"receivedBytes":900,"keptShare":0.99145,"kinds":[
            {"kind":"EXECUTION","frames":2,"transmittedBytes":412,"receivedBytes":900},
            {"kind":"FRAMING","frames":0,"transmittedBytes":11288,"receivedBytes":0}]}""".replace("\n", "");
    private static final String ONE = """
            {"executionId":"x","batchId":"ba_1","operatorId":"op_1","name":"web-1","type":"run-command","command":"uptime",
            "at":"2026-01-01T00:00:00Z","keptBytes":48210,"metadataBytes":412,"outputBytes":0,"keptShare":0.99145,
            "stdoutSha256":"3a7bd3e2360a3d29eea436fcfb7e44c735d117c42d1c1835420b6b9942dd4f1b","stderrSha256":null}""".replace("\n", "");

    private FakeControlPlane controlPlane;

    @BeforeEach
    void start() throws IOException {
        controlPlane = new FakeControlPlane();
    }

    @AfterEach
    void stop() {
        controlPlane.close();
    }

    @Test
    void whatStayedAndWhatLeftArePrintedSideBySide() {
        controlPlane
                .on("GET /transmissions/totals", TOTALS)
                .on("GET /transmissions?limit=20", "{\"transmissions\":[" + ONE + "],\"next\":null}");
        var lines = Ran.of(controlPlane, "audit").out().lines().toList();

        assertThat(lines.get(0)).isEqualTo("Kept on hosts  48.2 KB; 99.1 % of it never left them");
        assertThat(lines.get(1)).isEqualTo("Left hosts     11.7 KB (metadata 412 B, framing 11.3 KB)");
        assertThat(lines.get(3)).contains("web-1", "uptime", "48.2 KB", "412 B", "0 B", "99.1 %", "3a7bd3e2360a");
        assertThat(Ran.of(controlPlane, "audit", "--json").out())
                .contains("\"keptShare\":0.99145", "\"transmissions\"");
    }

    @Test
    void followingTellsEachOnceAlsoWhenTheStreamBeginsAnew() {
        String later = ONE.replace("00:00:00Z", "00:00:05Z").replace("uptime", "df -h");
        controlPlane.on(
                "GET /transmissions/events",
                events(event("totals", "", TOTALS), event("transmissions", "", "[" + ONE + "]")),
                events(event("transmissions", "", "[" + later + "," + ONE + "]")),
                problem(401, "sign-in-needed", "This needs a sign-in.", "Sign in."));
        var followed = Ran.of(controlPlane, "audit", "--follow");

        assertThat(followed.exitCode()).isNotZero();
        assertThat(followed.out().lines().filter(line -> line.startsWith("df -h")))
                .containsExactly("df -h  48.2 KB stayed on web-1, 412 B left it (412 B metadata, 0 B output)");
        assertThat(followed.out().lines().filter(line -> line.startsWith("uptime")))
                .hasSize(1);
    }
}
