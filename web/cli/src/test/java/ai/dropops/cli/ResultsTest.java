package ai.dropops.cli;

import static ai.dropops.cli.Answers.BATCH;
import static ai.dropops.cli.Answers.batch;
import static ai.dropops.cli.Answers.execution;
import static ai.dropops.cli.Answers.id;
import static ai.dropops.cli.Answers.proposed;
import static ai.dropops.cli.FakeControlPlane.bytes;
import static ai.dropops.cli.FakeControlPlane.event;
import static ai.dropops.cli.FakeControlPlane.events;
import static ai.dropops.cli.FakeControlPlane.problem;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@SuppressWarnings("NullAway.Init") // JUnit calls the method that starts the control plane before each test
final class ResultsTest {
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
    void equalResultsAreShownOnceAndUnusualOnesByTheirDifference() {
        threeFolds();
        assertThat(Ran.of(controlPlane, "results", BATCH)).isEqualTo(new Ran(0, """
            === 1 host: h1 (refused: not a target) ===
            === 2 hosts: h2, h3 (exited 0) ===
              … 7 equal lines
            - old\\u{1b}
            + new    x
            === 17 hosts: h0, h4 and 15 more (exited 0) ===
            usual
            """, ""));
    }

    @Test
    void whatIsNotLikeTheUsualIsShownAsItIs() {
        threeFolds();
        controlPlane.on(
                difference(), "{\"stdout\":" + compared("OTHER", "") + ",\"stderr\":" + compared("SAME", "") + "}");
        // its first host is away, the second one says the same
        controlPlane
                .on(output(2), problem(409, "host-unreachable", "h2 is away.", ""))
                .on(output(3), bytes("else\n".getBytes(UTF_8)));
        assertThat(Ran.of(controlPlane, "results", BATCH).out())
                .contains("=== 2 hosts: h2, h3 (exited 0) ===\nelse\n=== 17 hosts");
    }

    @Test
    void manyHostsThatRunAreShownFolded() {
        int hosts = 20;
        controlPlane.on("POST /proposals", proposed("GRANTED", hosts, "parallel"));
        threeFolds();
        String[] executions = IntStream.range(0, hosts)
                .mapToObj(i -> execution(i, id(i), i == 1 ? "REFUSED" : "FINISHED", 0, 6, 0))
                .toArray(String[]::new);
        controlPlane.on(
                "GET /batches/" + BATCH + "/events?live=0",
                events(event("batch", "", batch("FAILED", executions)), event("end", "", "{\"state\":\"FAILED\"}")));

        var ran = Ran.of(controlPlane, "run", "--on", "all", "--strategy", "parallel", "uptime");

        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.out()).startsWith("=== 1 host: h1").endsWith("(exited 0) ===\nusual\n");
        assertThat(ran.err())
                .contains("20 hosts: 19 succeeded, 1 did not (h1 refused)")
                .doesNotContain("\r");
    }

    @Test
    void everyResultIsPrintedForOtherPrograms() {
        String path = "GET /batches/" + BATCH + "/results?format=";
        controlPlane.on(path + "csv", bytes("index,name\r\n0,'=x\r\n".getBytes(UTF_8)));
        controlPlane.on(path + "json", bytes("{\"index\":0}\n".getBytes(UTF_8)));

        assertThat(Ran.of(controlPlane, "results", BATCH, "--csv").out()).isEqualTo("index,name\r\n0,'=x\r\n");
        assertThat(Ran.of(controlPlane, "results", BATCH, "--json").out()).isEqualTo("{\"index\":0}\n");
        assertThat(Ran.of(controlPlane, "results", BATCH, "--json", "--csv").exitCode())
                .isEqualTo(ExitCode.BAD_INPUT);
    }

    @Test
    void oneCallLabelsAllThatATargetMeans() {
        controlPlane.on("POST /operators/label", "{\"changed\":[\"op_1\",\"op_2\"],\"refused\":[]}");

        var ran = Ran.of(controlPlane, "operators", "label", "role=web & !web-3", "env=prod", "old-");

        assertThat(ran).isEqualTo(new Ran(0, "2 operators labelled\n", ""));
        assertThat(controlPlane.received("POST /operators/label").getFirst().body())
                .isEqualTo("{\"targets\":\"role=web & !web-3\",\"labels\":{\"env\":\"prod\"},\"remove\":[\"old\"]}");
    }

    private void threeFolds() {
        String folds = "{\"hosts\":20,\"ended\":20,\"distinct\":3,\"usual\":\"%s\",\"folds\":[%s,%s,%s]}"
                .formatted(
                        id(0),
                        fold("REFUSED", "null", 1, 0, "not a target", 1),
                        fold("FINISHED", "0", 2, 6, "", 2, 3),
                        fold("FINISHED", "0", 17, 6, "", 0, 4));
        controlPlane
                .on("GET /batches/" + BATCH + "/folds", folds)
                .on(
                        difference(),
                        "{\"stdout\":"
                                + compared(
                                        "SIMILAR",
                                        line("LEFT_OUT", "7 equal lines") + "," + line("REMOVED", "old\\u001b") + ","
                                                + line("ADDED", "new\\tx"))
                                + ",\"stderr\":" + compared("SAME", "") + "}")
                .on(output(0), bytes("usual\n".getBytes(UTF_8)));
    }

    private static String difference() {
        return "GET /executions/" + id(2) + "/difference?from=" + id(0);
    }

    private static String output(int index) {
        return "GET /executions/" + id(index) + "/output?stream=stdout&offset=0";
    }

    private static String compared(String likeness, String lines) {
        return "{\"likeness\":\"%s\",\"cut\":false,\"lines\":[%s]}".formatted(likeness, lines);
    }

    private static String line(String kind, String text) {
        return "{\"kind\":\"%s\",\"text\":\"%s\"}".formatted(kind, text);
    }

    private static String fold(String state, String exitCode, int count, int bytes, String message, int... hosts) {
        var named = IntStream.of(hosts)
                .mapToObj(i -> "{\"executionId\":\"%s\",\"name\":\"n%d\",\"hostname\":\"h%d\"}".formatted(id(i), i, i))
                .toList();
        return """
            {"state":"%s","exitCode":%s,"count":%d,"hosts":[%s],"stdoutBytes":%d,"stderrBytes":0,
             "stdoutSha256":null,"stderrSha256":null,"message":"%s"}""".formatted(state, exitCode, count, String.join(",", named), bytes, message);
    }
}
