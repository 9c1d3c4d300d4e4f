package ai.dropops.cli;

import static ai.dropops.cli.Answers.BATCH;
import static ai.dropops.cli.Answers.PROPOSAL;
import static ai.dropops.cli.Answers.batch;
import static ai.dropops.cli.Answers.execution;
import static ai.dropops.cli.Answers.id;
import static ai.dropops.cli.Answers.proposed;
import static ai.dropops.cli.FakeControlPlane.bytes;
import static ai.dropops.cli.FakeControlPlane.event;
import static ai.dropops.cli.FakeControlPlane.events;
import static ai.dropops.cli.FakeControlPlane.output;
import static ai.dropops.cli.FakeControlPlane.problem;
import static ai.dropops.cli.FakeControlPlane.status;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@SuppressWarnings("NullAway.Init") // JUnit calls the method that starts the control plane before each test
final class RunTest {
    private static final String EVENTS = "GET /batches/" + BATCH + "/events?live=";
    private static final String END = event("end", "", "{\"state\":\"FAILED\"}");

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
    void oneHostLendsItsOutputAndItsExitCode() {
        proposedFor(1, "GRANTED", "sequential");
        controlPlane.on(
                EVENTS + 1,
                events(
                        event("batch", "", batch("RUNNING", execution(0, id(0), "RUNNING", 0, 0, 0))),
                        output(id(0), "stdout", 0, "42\n", "0:3:0"),
                        output(id(0), "stderr", 0, "oh no", "0:3:5"),
                        event("execution", "0:3:5", execution(0, id(0), "FINISHED", 3, 3, 5)),
                        END));
        var ran = Ran.of(controlPlane, "run", "--on", "all", "--approve", "--", "echo $((6*7)); exit 3");
        assertThat(ran).isEqualTo(new Ran(3, "42\n", "oh no"));
        assertThat(controlPlane.received("POST /proposals").getFirst().body())
                .contains("\"command\":\"echo $((6*7)); exit 3\"", "\"targets\":\"all\"", "\"approve\":true")
                .doesNotContain("strategy", "reason", "cwd");
    }

    @Test
    void everythingAskedForIsProposed() {
        controlPlane.on("POST /proposals", problem(422, "denied-by-guard", "The guard denies this.", "No."));
        Ran.of(
                controlPlane,
                "run",
                "--on",
                "web-1,web-2",
                "--expect",
                "2",
                "--strategy",
                "rolling",
                "--at-once",
                "10%",
                "--canary",
                "2",
                "--failures",
                "5%",
                "--pause",
                "5m",
                "--ask-each-wave",
                "--valid",
                "2h",
                "--deliver-by",
                "90m",
                "--reason",
                "because",
                "--cwd",
                "/srv",
                "--env",
                "A=b=c",
                "--env",
                "B=",
                "ls",
                "-l",
                "my file",
                "--on");
        assertThat(controlPlane.received("POST /proposals").getFirst().body())
                .contains(
                        "\"command\":\"ls -l 'my file' --on\"",
                        "\"targets\":\"web-1,web-2\"",
                        "\"expect\":2",
                        "\"strategy\":\"rolling\"",
                        "\"atOnce\":\"10%\"",
                        "\"canary\":\"2\"",
                        "\"failures\":\"5%\"",
                        "\"pauseSeconds\":300",
                        "\"askEachWave\":true",
                        "\"validSeconds\":7200",
                        "\"deliverSeconds\":5400",
                        "\"reason\":\"because\"",
                        "\"cwd\":\"/srv\"",
                        "\"env\":{\"A\":\"b=c\",\"B\":\"\"}")
                .doesNotContain("approve");
    }

    @Test
    void aBrokenConnectionIsResumedAndNoByteIsPrintedTwice() {
        proposedFor(1, "GRANTED", "sequential");
        String running = event("batch", "", batch("RUNNING", execution(0, id(0), "RUNNING", 0, 0, 0)));
        controlPlane.on(
                EVENTS + 1,
                events(running, output(id(0), "stdout", 0, "one two ", "0:8:0")),
                problem(503, "busy", "Busy.", ""),
                events(
                        running,
                        output(id(0), "stdout", 4, "two three", "0:13:0"),
                        output(id(0), "stdout", 0, "one ", "0:13:0"),
                        event("execution", "0:13:0", execution(0, id(0), "FINISHED", 0, 13, 0)),
                        END));
        var ran = Ran.of(controlPlane, "run", "--on", "all", "true");
        assertThat(ran.out()).isEqualTo("one two three");
        assertThat(ran.exitCode()).isZero();
        assertThat(controlPlane.received(EVENTS).stream().map(it -> it.header("Last-Event-ID")))
                .containsExactly("", "0:8:0", "0:8:0");
    }

    @Test
    void whatTheStreamDidNotTellIsReadFromTheHost() {
        proposedFor(1, "GRANTED", "sequential");
        controlPlane
                .on(
                        EVENTS + 1,
                        events(
                                event("batch", "", batch("RUNNING", execution(0, id(0), "RUNNING", 0, 0, 0))),
                                output(id(0), "stdout", 0, "one ", "0:4:0"),
                                event("execution", "", execution(0, id(0), "FINISHED", 0, 7, 2)),
                                END))
                .on(
                        "GET /executions/" + id(0) + "/output?stream=stdout&offset=4",
                        bytes("two".getBytes(StandardCharsets.UTF_8)))
                .on(
                        "GET /executions/" + id(0) + "/output?stream=stderr&offset=0",
                        problem(409, "host-unreachable", "The host is not connected.", "Wait for it."));
        var ran = Ran.of(controlPlane, "run", "--on", "all", "true");
        assertThat(ran.out()).isEqualTo("one two");
        assertThat(ran.err()).contains("h0: The host is not connected", "missing from byte 0 of stderr");
    }

    @Test
    void aGapIsSaid() {
        proposedFor(1, "GRANTED", "sequential");
        controlPlane.on(
                EVENTS + 1,
                events(
                        event("batch", "", batch("RUNNING", execution(0, id(0), "RUNNING", 0, 0, 0))),
                        event(
                                "gap",
                                "",
                                "{\"executionId\":\"" + id(0) + "\",\"stream\":\"stdout\",\"from\":0,\"to\":90}"),
                        output(id(0), "stdout", 90, "tail", "0:94:0"),
                        event("execution", "", execution(0, id(0), "FINISHED", 0, 94, 0)),
                        END));
        var ran = Ran.of(controlPlane, "run", "--on", "all", "true");
        assertThat(ran.out()).isEqualTo("tail");
        assertThat(ran.err()).contains("from 0 to 90 of stdout were not kept");
    }

    @Test
    void hostsInTurnAreHeaded() {
        proposedFor(3, "GRANTED", "sequential");
        controlPlane.on(
                EVENTS + 3,
                events(
                        event(
                                "batch",
                                "",
                                batch(
                                        "RUNNING",
                                        execution(0, id(0), "RUNNING", 0, 0, 0),
                                        execution(1, id(1), "WAITING", 0, 0, 0),
                                        execution(2, id(2), "WAITING", 0, 0, 0))),
                        output(id(0), "stdout", 0, "a", "0:1:0"),
                        event("execution", "", execution(0, id(0), "FINISHED", 0, 1, 0)),
                        output(id(1), "stdout", 0, "b\n", "0:1:0;1:2:0"),
                        event("execution", "", execution(1, id(1), "FINISHED", 4, 2, 0)),
                        event("execution", "", execution(2, id(2), "SKIPPED", 0, 0, 0)),
                        END));
        var ran = Ran.of(controlPlane, "run", "--on", "all", "true");
        assertThat(ran.out()).isEqualTo("=== h0 ===\na\n=== h1 ===\nb\n");
        assertThat(ran.err())
                .isEqualTo("dropops: 3 hosts: 1 succeeded, 1 did not (h1 exited 4), 1 never started; 1.5 s\n");
        assertThat(ran.exitCode()).isEqualTo(1);
    }

    @Test
    void hostsAtOnceAreShownAsTheyFinish() {
        proposedFor(2, "GRANTED", "parallel");
        controlPlane
                .on(
                        EVENTS + 0,
                        events(
                                event(
                                        "batch",
                                        "",
                                        batch(
                                                "RUNNING",
                                                execution(0, id(0), "RUNNING", 0, 0, 0),
                                                execution(1, id(1), "RUNNING", 0, 0, 0))),
                                event("execution", "", execution(1, id(1), "FINISHED", 0, 2, 1))),
                        events(
                                event(
                                        "batch",
                                        "",
                                        batch(
                                                "COMPLETED",
                                                execution(0, id(0), "FINISHED", 0, 2, 0),
                                                execution(1, id(1), "FINISHED", 0, 2, 1))),
                                event("end", "", "{\"state\":\"COMPLETED\"}")))
                .on("GET /executions/" + id(0) + "/output?stream=stdout&offset=0", bytes(new byte[] {'0', '\n'}))
                .on("GET /executions/" + id(1) + "/output?stream=stdout&offset=0", bytes(new byte[] {'1', '\n'}))
                .on("GET /executions/" + id(1) + "/output?stream=stderr&offset=0", bytes(new byte[] {'e'}));
        var ran = Ran.of(controlPlane, "run", "--on", "all", "--strategy", "parallel", "true");
        assertThat(ran.out()).isEqualTo("=== h1 ===\n1\n=== h0 ===\n0\n");
        assertThat(ran.err()).isEqualTo("edropops: 2 hosts: 2 succeeded; 1.5 s\n");
        assertThat(ran.exitCode()).isZero();
    }

    @Test
    void withoutAnApprovalItSaysWhereItWaitsAndHowItWasDecided() {
        proposedFor(1, "PENDING", "sequential");
        controlPlane
                .on(
                        EVENTS + 1,
                        events(
                                event("batch", "", batch("WAITING")),
                                event("batch", "", batch("WAITING").replace("WAITING", "CANCELLED")),
                                event("end", "", "{\"state\":\"CANCELLED\"}")))
                .on("GET /approvals/" + PROPOSAL, Answers.approval("DENIED", "MEDIUM", 1, "sequential"));
        var ran = Ran.of(controlPlane, "run", "--on", "all", "true");
        assertThat(ran.err())
                .contains(
                        "waiting for somebody's decision about " + PROPOSAL,
                        "command   echo \\u{1b}[2Jhi",
                        controlPlane.url() + "/approvals/" + PROPOSAL,
                        "dropops approve " + PROPOSAL,
                        "was denied by Ada: not today");
        assertThat(ran.out()).isEmpty();
        assertThat(ran.exitCode()).isEqualTo(3);
    }

    @Test
    void refusalsHaveTheirExitCodes() {
        assertThat(refusedWith(403, "needs-second-look")).isEqualTo(6);
        assertThat(refusedWith(422, "denied-by-guard")).isEqualTo(3);
        assertThat(refusedWith(422, "bad-target")).isEqualTo(2);
        assertThat(refusedWith(400, "invalid-value")).isEqualTo(2);
        assertThat(refusedWith(422, "no-targets", "web-1")).isEqualTo(2);
        assertThat(refusedWith(409, "unexpected-count")).isEqualTo(2);
        assertThat(refusedWith(409, "not-bound")).isEqualTo(125);
        assertThat(refusedWith(500, "unexpected")).isEqualTo(125);
    }

    @Test
    void withoutABoundOperatorItSaysHowToBindOne() {
        controlPlane.on("POST /proposals", problem(422, "no-targets", "No targets.", "Bind."));
        var ran = Ran.of(controlPlane, "run", "--on", "all", "true");
        assertThat(ran)
                .isEqualTo(new Ran(
                        125, "", "dropops: no operator is bound to your session; bind one: dropops bind all\n"));
    }

    @Test
    void aControlPlaneThatIsNotThereIsNamed() {
        var nowhere = Map.of("DROPOPS_URL", "http://127.0.0.1:1", "DROPOPS_TOKEN", "secret");
        var ran = Ran.of(nowhere, "run", "--on", "all", "true");
        assertThat(ran.exitCode()).isEqualTo(125);
        assertThat(ran.err()).contains("is the control plane running? start it with ./dropops up");
        assertThat(Ran.of(nowhere, "status").exitCode()).isEqualTo(1);
    }

    @Test
    void aLostAnswerIsAskedForAgainUnderTheSameKey() {
        controlPlane.on(
                "POST /proposals",
                exchange -> exchange.close(),
                status(422, "{\"code\":\"denied-by-guard\",\"detail\":\"no\"}"));
        assertThat(Ran.of(controlPlane, "run", "--on", "all", "true").exitCode())
                .isEqualTo(3);
        var keys = controlPlane.received("POST /proposals").stream()
                .map(it -> it.header("Idempotency-Key"))
                .toList();
        assertThat(keys).hasSizeGreaterThanOrEqualTo(2);
        assertThat(keys.stream().distinct()).singleElement().asString().isNotEmpty();
    }

    @Test
    void anExecutionWithoutAnExitCodeIsOurFailure() {
        proposedFor(1, "GRANTED", "sequential");
        controlPlane.on(
                EVENTS + 1,
                events(event("batch", "", batch("FAILED", execution(0, id(0), "INTERRUPTED", 0, 0, 0))), END));
        var ran = Ran.of(controlPlane, "run", "--on", "all", "true");
        assertThat(ran).isEqualTo(new Ran(125, "", "dropops: h0: interrupted\n"));
    }

    @Test
    void programsGetOneLineOfJsonAnEvent() {
        proposedFor(1, "GRANTED", "sequential");
        controlPlane.on(
                EVENTS + 1,
                events(
                        event("batch", "", batch("RUNNING", execution(0, id(0), "RUNNING", 0, 0, 0))),
                        output(id(0), "stdout", 0, "42\n", "0:3:0"),
                        event("execution", "", execution(0, id(0), "FINISHED", 3, 3, 0)),
                        END));
        var ran = Ran.of(controlPlane, "run", "--json", "--on", "all", "true");
        assertThat(ran.exitCode()).isEqualTo(3);
        assertThat(ran.out().lines().map(line -> line.substring(0, line.indexOf(',', 1))))
                .containsExactly(
                        "{\"event\":\"proposed\"",
                        "{\"event\":\"batch\"",
                        "{\"event\":\"output\"",
                        "{\"event\":\"execution\"",
                        "{\"event\":\"end\"");
        assertThat(ran.out()).contains("\"data\":\"NDIK\"");
    }

    @Test
    void aHaltBetweenWavesIsSaidOnceWithTheWaysToDecide() {
        proposedFor(4, "GRANTED", "parallel");
        controlPlane.on(
                EVENTS + 0,
                events(
                        event("batch", "", Answers.halted(true)),
                        event("batch", "", Answers.halted(true)),
                        event("batch", "", batch("STOPPED", execution(0, id(0), "SKIPPED", 0, 0, 0))),
                        event("end", "", "{\"state\":\"STOPPED\"}")));

        var ran = Ran.of(controlPlane, "run", "--on", "all", "--strategy", "rolling", "--ask-each-wave", "true");

        assertThat(ran.err())
                .containsOnlyOnce("wave 2 of 2, the next 2 hosts, waits for somebody's word")
                .contains("/batches/" + BATCH, "dropops go-on " + BATCH, "dropops cancel " + BATCH);
    }

    @Test
    void aTimeIsANumberWithAUnit() {
        assertThat(Ran.of(controlPlane, "run", "--on", "all", "--pause", "soon", "true"))
                .isEqualTo(new Ran(2, "", "dropops: --pause soon is no time; say it like 30s, 5m or 1h\n"));
        assertThat(controlPlane.received("POST")).isEmpty();
    }

    private int refusedWith(int status, String code) {
        return refusedWith(status, code, "all");
    }

    private int refusedWith(int status, String code, String on) {
        controlPlane.on("POST /proposals", problem(status, code, "No.", "Yes."));
        return Ran.of(controlPlane, "run", "--on", on, "true").exitCode();
    }

    private void proposedFor(int targets, String state, String strategy) {
        controlPlane.on("POST /proposals", status(201, proposed(state, targets, strategy)));
    }
}
