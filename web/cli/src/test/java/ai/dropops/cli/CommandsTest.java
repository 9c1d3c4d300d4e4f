package ai.dropops.cli;

import static ai.dropops.cli.Answers.BATCH;
import static ai.dropops.cli.Answers.EXECUTION;
import static ai.dropops.cli.Answers.PROPOSAL;
import static ai.dropops.cli.Answers.operator;
import static ai.dropops.cli.Answers.operators;
import static ai.dropops.cli.FakeControlPlane.bytes;
import static ai.dropops.cli.FakeControlPlane.problem;
import static ai.dropops.cli.FakeControlPlane.status;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@SuppressWarnings("NullAway.Init") // JUnit calls the method that starts the control plane before each test
final class CommandsTest {
    private FakeControlPlane controlPlane;

    @BeforeEach
    void start() throws IOException {
        controlPlane = new FakeControlPlane()
                .on(
                        "GET /operators?limit=1000&after=0",
                        operators("2", operator(1, "a", "ACTIVE", false), operator(2, "b", "BOUND", true)))
                .on("GET /operators?limit=1000&after=2", operators("null", operator(3, "c", "AVAILABLE", false)));
    }

    @AfterEach
    void stop() {
        controlPlane.close();
    }

    @Test
    void operatorsAreListedPageByPage() {
        var ran = Ran.of(controlPlane, "operators");
        assertThat(ran.exitCode()).isZero();
        assertThat(ran.out().lines()).hasSize(4);
        assertThat(ran.out().lines().toList().get(2))
                .startsWith("2  b     Bound to you  host-b  debian 12 amd64  deploy  12 %  –");
        assertThat(Ran.of(controlPlane, "operators", "-q").out()).isEqualTo("op_1\nop_2\nop_3\n");
        assertThat(Ran.of(controlPlane, "operators", "--json").out())
                .startsWith("{\"operators\":[{\"id\":\"op_1\"")
                .endsWith("]}\n");
    }

    @Test
    void operatorsAreFilteredByTheControlPlane() {
        controlPlane.on("GET /operators?limit=1000&after=0&status=stale", operators("null"));
        var ran = Ran.of(controlPlane, "operators", "--status", "stale");
        assertThat(ran).isEqualTo(new Ran(0, "", "dropops: there are none\n"));
    }

    @Test
    void aNewOperatorsKeyIsPrintedOnce() {
        String keyed = "{\"operator\":" + operator(4, "d", "AVAILABLE", false)
                + ",\"apiKey\":\"dok_x\",\"installCommand\":\"curl x\"}";
        controlPlane.on("POST /operators", status(201, keyed)).on("POST /operators/op_1/key", keyed);
        var added = Ran.of(controlPlane, "operators", "add", "d", "--cloud");
        assertThat(added.out()).contains("dok_x", "curl x");
        assertThat(controlPlane.received("POST /operators").getFirst().body())
                .isEqualTo("{\"name\":\"d\",\"kind\":\"cloud\"}");
        assertThat(Ran.of(controlPlane, "keys", "refresh", "a").out()).contains("dok_x");
    }

    @Test
    void allThatIsFreeIsBound() {
        controlPlane.on("POST /operators/bind", "{\"changed\":[\"op_1\",\"op_2\"],\"refused\":[]}");
        assertThat(Ran.of(controlPlane, "bind", "all")).isEqualTo(new Ran(0, "bound a\nbound b\n", ""));
        assertThat(controlPlane.received("POST /operators/bind").getFirst().body())
                .isEqualTo("{\"operators\":[\"op_1\",\"op_2\"]}");
    }

    @Test
    void oneThatCannotBeBoundDoesNotKeepTheOthers() {
        controlPlane.on(
                "POST /operators/bind",
                "{\"changed\":[\"op_2\"],\"refused\":[{\"operator\":\"op_1\",\"code\":\"bound-elsewhere\","
                        + "\"detail\":\"It is bound elsewhere.\",\"advice\":\"Wait.\"}]}");
        assertThat(Ran.of(controlPlane, "bind", "host-a,2"))
                .isEqualTo(new Ran(1, "bound b\n", "dropops: a: It is bound elsewhere; wait.\n"));
    }

    @Test
    void anUnknownOperatorIsBadInput() {
        assertThat(Ran.of(controlPlane, "bind", "nobody").exitCode()).isEqualTo(2);
        assertThat(Ran.of(controlPlane, "stop", "nobody").exitCode()).isEqualTo(2);
        assertThat(controlPlane.received("POST")).isEmpty();
    }

    @Test
    void unbindStopAndRevokeNameTheirOperator() {
        controlPlane
                .on("POST /operators/unbind", "{\"changed\":[\"op_2\"],\"refused\":[]}")
                .on("POST /operators/op_2/stop", operator(2, "b", "STOPPED", false))
                .on("POST /operators/op_2/key/revoke", operator(2, "b", "OFFLINE", false));
        assertThat(Ran.of(controlPlane, "unbind", "all").out()).isEqualTo("unbound b\n");
        assertThat(Ran.of(controlPlane, "stop", "op_2").out()).isEqualTo("stopped b\n");
        assertThat(Ran.of(controlPlane, "keys", "revoke", "2").out()).isEqualTo("revoked the key of b\n");
    }

    @Test
    void approvalsAreListedWithoutDoingWhatTheySay() {
        controlPlane.on(
                "GET /approvals?state=pending",
                "{\"approvals\":[" + Answers.approval("PENDING", "HIGH", 2, "parallel") + "]}");
        var ran = Ran.of(controlPlane, "approvals");
        assertThat(ran.out())
                .contains(
                        PROPOSAL,
                        "PENDING",
                        "HIGH",
                        "echo \\u{1b}[2Jhi",
                        "writes \\u{1b}[2J/etc/motd; restarts",
                        "0/1");
        controlPlane.on("GET /approvals?state=all", "{\"approvals\":[]}");
        assertThat(Ran.of(controlPlane, "approvals", "--all").err()).contains("nothing was ever asked");
    }

    @Test
    void whatIsApprovedIsTheDigestThatWasShown() {
        String approval = Answers.approval("PENDING", "MEDIUM", 2, "parallel")
                .replace("2026-01-02T00:00:00Z", Instant.now().plusSeconds(299).toString());
        controlPlane
                .on("GET /approvals/" + PROPOSAL, approval)
                .on("POST /approvals/" + PROPOSAL + "/approve", Answers.approval("GRANTED", "MEDIUM", 2, "parallel"));
        var ran = Ran.of(controlPlane, "approve", BATCH);
        assertThat(ran.err())
                .contains(
                        "hosts     h0, h1",
                        "order     all at once, stops at the first failure",
                        "risk      MEDIUM: because")
                .contains("effect    writes \\u{1b}[2J/etc/motd", "effect    restarts nginx")
                .contains("runs      confined: cannot touch protected system paths")
                .containsPattern("expires   in 4:5\\d")
                .doesNotContain("agreed");
        assertThat(ran.out()).isEqualTo("approved " + PROPOSAL + "\n");
        assertThat(controlPlane.received("POST").getFirst().body())
                .isEqualTo("{\"digest\":\"" + "d1".repeat(32) + "\"}");
    }

    @Test
    void aHighRiskIsConfirmedByWhatIsLookedUpAndTheControlPlaneCompares() {
        controlPlane
                .on("GET /approvals/" + PROPOSAL, Answers.approval("PENDING", "HIGH", 2, "parallel"))
                .on(
                        "POST /approvals/" + PROPOSAL + "/approve",
                        problem(422, "not-confirmed", "What was typed does not confirm it.", "Look the hosts up."),
                        status(200, Answers.approval("GRANTED", "HIGH", 2, "parallel")));
        var ran = Ran.of(controlPlane, "approve", PROPOSAL, "--json");
        assertThat(ran.exitCode()).isEqualTo(6);
        assertThat(ran.err()).contains("add --confirm with how many hosts there are");
        assertThat(controlPlane.received("POST")).isEmpty();

        assertThat(Ran.of(controlPlane, "approve", PROPOSAL, "--confirm", "1 hosts")
                        .exitCode())
                .isEqualTo(6);
        assertThat(Ran.of(controlPlane, "approve", PROPOSAL, "--confirm", "2 hosts")
                        .exitCode())
                .isZero();
        assertThat(controlPlane.received("POST").getLast().body()).contains("\"confirmation\":\"2 hosts\"");
    }

    @Test
    void aYesThatIsNotTheLastSaysWhoIsWaitedFor() {
        String ada = "{\"by\":{\"id\":\"mb_2\",\"name\":\"Ada\"},\"answer\":\"YES\",\"at\":\"2026-01-01T00:00:00Z\"}";
        String agreed = Answers.approval("PENDING", "MEDIUM", 1, "sequential")
                .replace("\"quorum\":1", "\"quorum\":2")
                .replace("\"votes\":[]", "\"votes\":[" + ada + "]");
        controlPlane.on("GET /approvals/" + PROPOSAL, agreed).on("POST /approvals/" + PROPOSAL + "/approve", agreed);
        var ran = Ran.of(controlPlane, "approve", PROPOSAL);
        assertThat(ran.err()).contains("agreed    1 of 2 agreed (Ada)");
        assertThat(ran.out())
                .isEqualTo("agreed to " + PROPOSAL + ": 1 of 2 agreed (Ada); waiting for another person\n");
    }

    @Test
    void everyChangeCarriesItsTimeAndANonceOfItsOwn() {
        String approval = Answers.approval("PENDING", "MEDIUM", 1, "sequential");
        controlPlane.on("GET /approvals/" + PROPOSAL, approval).on("POST /approvals/" + PROPOSAL + "/deny", approval);
        Ran.of(controlPlane, "deny", PROPOSAL);
        Ran.of(controlPlane, "deny", PROPOSAL);
        var posts = controlPlane.received("POST");
        assertThat(posts)
                .hasSize(2)
                .allSatisfy(post -> assertThat(Instant.parse(post.header("X-request-timestamp")))
                        .isBetween(Instant.now().minusSeconds(60), Instant.now()));
        assertThat(posts)
                .extracting(post -> post.header("X-request-nonce"))
                .doesNotHaveDuplicates()
                .allMatch(nonce -> nonce.length() >= 16);
    }

    @Test
    void aDenialCarriesItsFeedback() {
        String approval = Answers.approval("PENDING", "MEDIUM", 1, "sequential");
        controlPlane.on("GET /approvals/" + PROPOSAL, approval).on("POST /approvals/" + PROPOSAL + "/deny", approval);
        assertThat(Ran.of(controlPlane, "deny", PROPOSAL, "--feedback", "use less")
                        .exitCode())
                .isZero();
        assertThat(controlPlane.received("POST").getFirst().body()).isEqualTo("{\"feedback\":\"use less\"}");
    }

    @Test
    void batchesAreListedAndCancelled() {
        String batch = Answers.batch("CANCELLED", Answers.execution(0, EXECUTION, "FINISHED", 0, 3, 0));
        controlPlane
                .on("GET /batches?limit=20", "{\"batches\":[" + batch + "],\"next\":null}")
                .on("POST /batches/" + BATCH + "/cancel", status(202, batch));
        assertThat(Ran.of(controlPlane, "batches").out()).contains(BATCH, "CANCELLED", "echo hi", "owner");
        assertThat(Ran.of(controlPlane, "cancel", BATCH).out()).isEqualTo("cancelled " + BATCH + "\n");
    }

    @Test
    void outputComesFromTheHosts() {
        controlPlane
                .on(
                        "GET /batches/" + BATCH,
                        Answers.batch("COMPLETED", Answers.execution(0, EXECUTION, "FINISHED", 0, 3, 1)))
                .on("GET /executions/" + EXECUTION, Answers.execution(0, EXECUTION, "FINISHED", 0, 3, 1))
                .on(
                        "GET /executions/" + EXECUTION + "/output?stream=stdout&offset=0",
                        bytes("out".getBytes(StandardCharsets.UTF_8)))
                .on(
                        "GET /executions/" + EXECUTION + "/output?stream=stdout",
                        bytes("out".getBytes(StandardCharsets.UTF_8)))
                .on("GET /executions/" + EXECUTION + "/output?stream=stderr&offset=0", bytes(new byte[] {'e'}));
        assertThat(Ran.of(controlPlane, "output", BATCH)).isEqualTo(new Ran(0, "out", "e"));
        assertThat(Ran.of(controlPlane, "output", EXECUTION, "--stream", "stderr"))
                .isEqualTo(new Ran(0, "", "e"));
        assertThat(Ran.of(controlPlane, "output", EXECUTION, "--stream", "stdout", "--json")
                        .out())
                .endsWith("\"stream\":\"stdout\",\"data\":\"b3V0\"}\n");
    }

    @Test
    void loginPrintsTheLinkAlone() {
        controlPlane.on(
                "POST /sign-in-links",
                status(201, "{\"url\":\"http://x/login#t\",\"expiresAt\":\"2026-01-01T00:00:00Z\"}"));
        assertThat(Ran.of(controlPlane, "login").out()).isEqualTo("http://x/login#t\n");
    }

    @Test
    void statusTellsWhatMatters() {
        controlPlane.on(
                "GET /status",
                "{\"version\":\"1\",\"startedAt\":\"2026-01-01T00:00:00Z\",\"operators\":{\"total\":3,\"byStatus\":{\"ACTIVE\":2,\"STALE\":0,\"BOUND\":1}},"
                        + "\"pendingApprovals\":1,\"runningBatches\":0,\"operatorEndpoint\":\"wss://127.0.0.1:8443\"}");
        assertThat(Ran.of(controlPlane, "status").out())
                .contains("Operators  3 (2 active, 1 bound); they dial wss://127.0.0.1:8443", "Approvals  1 waiting");
    }

    @Test
    void aRefusalIsOneLineOrOneDocument() {
        controlPlane.on("GET /status", problem(503, "busy", "It is busy.", "Try again."));
        assertThat(Ran.of(controlPlane, "status")).isEqualTo(new Ran(1, "", "dropops: It is busy; try again.\n"));
        assertThat(Ran.of(controlPlane, "--json", "status").err())
                .isEqualTo("{\"status\":503,\"code\":\"busy\",\"detail\":\"It is busy.\",\"advice\":\"Try again.\"}\n");
    }

    @Test
    void whatIsNotUnderstoodIsBadInput() {
        assertThat(Ran.of(controlPlane, "frobnicate").exitCode()).isEqualTo(2);
        assertThat(Ran.of(controlPlane, "run", "true").err()).contains("--on", "dropops run --help");
        assertThat(Ran.of(controlPlane, "run", "--on", "all", "--env", "X", "true")
                        .exitCode())
                .isEqualTo(2);
        assertThat(Ran.of(controlPlane, "run", "--on", "all", "--strategy", "sideways", "true")
                        .exitCode())
                .isEqualTo(2);
    }

    @Test
    void aWaveBeginsThatWasAskedAboutAndNoOther() {
        controlPlane
                .on("GET /batches/" + BATCH, Answers.halted(true))
                .on("POST /batches/" + BATCH + "/go-on", status(202, Answers.halted(false)));

        var ran = Ran.of(controlPlane, "go-on", BATCH);

        assertThat(ran).isEqualTo(new Ran(0, "going on with wave 2 of 2, the next 2 hosts\n", ""));
        assertThat(controlPlane
                        .received("POST /batches/" + BATCH + "/go-on")
                        .getFirst()
                        .body())
                .isEqualTo("{\"wave\":2}");
    }

    @Test
    void nothingGoesOnThatDoesNotWait() {
        controlPlane.on("GET /batches/" + BATCH, Answers.halted(false));

        var ran = Ran.of(controlPlane, "go-on", BATCH);

        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.err()).contains("does not wait for anybody's word");
        assertThat(controlPlane.received("POST")).isEmpty();
    }

    @Test
    void helpIsEverywhere() {
        assertThat(Ran.of(controlPlane, "run", "--help").out()).contains("--keep-going");
        assertThat(Ran.of(controlPlane, "help").out()).contains("Exit codes", "approvals");
        assertThat(Ran.of(controlPlane, "keys", "revoke", "-h").exitCode()).isZero();
    }

    @Test
    void bashLearnsTheCommands() {
        assertThat(Ran.of(controlPlane, "completion", "bash").out())
                .contains("complete -F _complete_dropops", "--keep-going");
    }

    @Test
    void withoutAControlPlaneItSaysWhatToDo() {
        var ran = Ran.of(Map.of(), "status");
        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.err()).contains("start one with ./dropops up");
    }
}
