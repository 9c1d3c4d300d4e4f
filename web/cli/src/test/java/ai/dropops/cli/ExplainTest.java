package ai.dropops.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ExplainTest {
    private static final String JUDGED = """
            {"command":"touch x","verdict":"ask","risk":"HIGH","effects":["writes x"],"profile":"change","reasons":["works in production"]}""";

    @Test
    void aCommandIsJudgedWithoutAControlPlane() {
        var ran = Ran.of(Map.of(), "explain", "--", "uptime");
        assertThat(ran.exitCode()).isZero();
        assertThat(ran.out()).startsWith("allow  uptime\n").contains("because ", "cannot change anything");
        assertThat(ran.err()).contains("default policy", "solo host");

        assertThat(Ran.of(Map.of(), "explain", "rm", "-rf", "/srv/x").out()).startsWith("ask HIGH  rm -rf /srv/x\n");
        assertThat(Ran.of(Map.of(), "explain", "--", "sudo", "id").out()).startsWith("deny  sudo id\n");
    }

    @Test
    void commandsOnStandardInputBecomeLinesOfJson() {
        var ran = Ran.reading("uptime\n\nsudo id\n", Map.of(), "explain", "--json");

        assertThat(ran.exitCode()).isZero();
        assertThat(ran.err()).isEmpty();
        assertThat(ran.out().lines())
                .hasSize(2)
                .satisfiesExactly(
                        allowed -> assertThat(allowed)
                                .startsWith(
                                        "{\"command\":\"uptime\",\"verdict\":\"allow\",\"risk\":\"LOW\",\"effects\":[")
                                .contains("\"profile\":\"look\",\"reasons\":[\""),
                        denied -> assertThat(denied)
                                .startsWith("{\"command\":\"sudo id\",\"verdict\":\"deny\",\"risk\":null,")
                                .contains("\"profile\":null"));
    }

    @Test
    void whatCannotBeACommandIsBadInput() {
        var ran = Ran.reading("a\0b\n", Map.of(), "explain");

        assertThat(ran.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(ran.err()).contains("NUL");
    }

    @Test
    void forHostsTheControlPlaneIsAsked() throws IOException {
        try (var controlPlane = new FakeControlPlane().on("POST /explain", JUDGED)) {
            var ran = Ran.of(controlPlane, "explain", "--on", "web-1", "--", "touch", "x");

            assertThat(ran).isEqualTo(new Ran(0, """
                    ask HIGH  touch x
                      it writes x
                      because works in production
                      confined: cannot touch protected system paths
                    """, ""));
            assertThat(controlPlane.received("POST /explain").getFirst().body())
                    .isEqualTo("{\"command\":\"touch x\",\"targets\":\"web-1\"}");
            assertThat(Ran.of(controlPlane, "explain", "--on", "web-1", "--json", "--", "touch x")
                            .out())
                    .isEqualTo(JUDGED + "\n");
        }
    }
}
