package ai.dropops.cli;

import static ai.dropops.cli.FakeControlPlane.event;
import static ai.dropops.cli.FakeControlPlane.events;
import static org.assertj.core.api.Assertions.assertThat;

import ai.dropops.cli.connect.Json;
import ai.dropops.protocol.action.Action.RunCommand;
import ai.dropops.protocol.action.ApproverSignature;
import ai.dropops.protocol.action.Frozen;
import ai.dropops.protocol.action.Limits;
import ai.dropops.protocol.action.MerkleTree;
import ai.dropops.protocol.action.Profile;
import ai.dropops.protocol.action.Proposal;
import ai.dropops.protocol.action.Strategy;
import ai.dropops.protocol.action.Target;
import ai.dropops.protocol.action.Validity;
import ai.dropops.protocol.identity.Bytes;
import ai.dropops.protocol.identity.Digest;
import ai.dropops.protocol.identity.OperatorId;
import ai.dropops.protocol.identity.ProposalId;
import ai.dropops.protocol.identity.VerifyingKey;
import ai.dropops.protocol.identity.WorkspaceId;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An approver's command line in front of a control plane that may lie: each lie is found before anything is signed. */
@SuppressWarnings("NullAway.Init") // JUnit calls the method that starts the control plane before each test
final class SigningTest {
    private static final int HOSTS = 25;
    private static final Proposal PROPOSAL = proposal(RunCommand.of("touch /srv/x"), HOSTS);
    private static final Frozen FROZEN = Frozen.freeze(PROPOSAL);
    private static final String ID = PROPOSAL.id().value();
    private static final String QUESTION = "GET /approvals/" + ID;
    private static final String BYTES = "GET /approvals/" + ID + "/proposal";
    private static final String YES = "POST /approvals/" + ID + "/approve";

    /** What a control plane can say that is not so. */
    enum Lie {
        ALTERED_BYTES(lies -> lies.bytes.put(
                "proposal",
                Frozen.freeze(proposal(RunCommand.of("touch /srv/y"), HOSTS))
                        .bytes()
                        .array())),
        ANOTHER_DIGEST(lies -> lies.question.put("digest", "d1".repeat(32))),
        ANOTHER_PROPOSAL(lies -> {
            var id = ProposalId.of(ByteBuffer.allocate(16).putInt(9).array());
            Frozen other = Frozen.freeze(with(id, Strategy.SEQUENTIAL, PROPOSAL.limits(), PROPOSAL.validity()));
            lies.bytes.put("proposal", other.bytes().array());
            lies.question.put("digest", other.digest().hex());
        }),
        BYTES_THAT_ARE_NONE(lies -> lies.bytes.put("proposal", new byte[] {1, 2, 3})),
        ANOTHER_TARGET(lies -> ((ObjectNode) lies.targets().get(3))
                .put("operator", operator(77).value())),
        ANOTHER_KEY_OF_A_TARGET(lies -> ((ObjectNode) lies.targets().get(3)).put("operatorKey", "ab".repeat(32))),
        FEWER_TARGETS(lies -> lies.targets().remove(HOSTS - 1)),
        MORE_TARGETS(lies -> lies.targets().add(shown(HOSTS))),
        FEWER_TARGETS_CLAIMED(lies -> lies.question.put("targetCount", 1)),
        TARGETS_IN_ANOTHER_ORDER(lies -> lies.targets().add(lies.targets().remove(0)));

        @SuppressWarnings("ImmutableEnumChecker") // a lambda without state, which no annotation can say
        private final Consumer<SigningTest> telling;

        Lie(Consumer<SigningTest> telling) {
            this.telling = telling;
        }
    }

    @TempDir
    Path folder;

    private FakeControlPlane controlPlane;
    private Path key;
    private VerifyingKey verifying;
    private ObjectNode question;
    private ObjectNode bytes;

    @BeforeEach
    void start() throws IOException {
        controlPlane = new FakeControlPlane();
        key = folder.resolve("ada.approver");
        String line = Ran.of(Map.of(), "keys", "create", "--name", "ada", "--no-passphrase", "--out", key.toString())
                .out()
                .strip();
        verifying = VerifyingKey.wrap(Base64.getDecoder().decode(line.substring(line.lastIndexOf(' ') + 1)));
        honest(FROZEN);
    }

    @AfterEach
    void stop() {
        controlPlane.close();
    }

    @Test
    void whatIsSignedIsTheDigestOfTheBytesThatWereShown() throws IOException {
        var ran = approve("--digest", FROZEN.digest().hex());
        assertThat(ran.exitCode()).as(ran.err()).isZero();
        assertThat(ran.err())
                .contains(
                        "command   touch /srv/x",
                        "hosts     25",
                        "and 5 more",
                        FROZEN.digest().hex())
                .contains("here      MEDIUM", "there     MEDIUM: because", "it writes nothing, it says")
                .doesNotContain("host-24");
        assertThat(isSigned(FROZEN.digest())).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void noLieIsSigned(Lie lie) {
        lie.telling.accept(this);
        answer();
        var ran = approve("--digest", question.path("digest").asText());
        assertThat(ran.exitCode()).isEqualTo(ExitCode.ERROR);
        assertThat(ran.err()).contains("sign nothing");
        assertThat(controlPlane.received("POST")).isEmpty();
    }

    @Test
    void anotherDigestThanTheOneThatWasMeantIsNotSigned() {
        assertThat(approve("--digest", "d1".repeat(32)).err()).contains("nothing was signed");
        assertThat(approve().err()).as("there is nobody to ask").contains("nothing was signed");
        assertThat(controlPlane.received("POST")).isEmpty();
    }

    @Test
    void whatItsOwnGuardDeniesOrFindsWorseIsSignedOnlyOnPurpose() throws IOException {
        Map<String, String> worse = Map.of("sudo id", "denies it", "rm -rf /srv/x", "finds a risk of HIGH, not MEDIUM");
        for (var command : worse.entrySet()) {
            Frozen frozen = Frozen.freeze(proposal(RunCommand.of(command.getKey()), 2));
            honest(frozen);
            var ran = approve("--digest", frozen.digest().hex());
            assertThat(ran.exitCode()).isEqualTo(ExitCode.ERROR);
            assertThat(ran.err()).contains(command.getValue(), "--although-stricter");
            assertThat(controlPlane.received("POST")).isEmpty();
        }
        Frozen denied = Frozen.freeze(proposal(RunCommand.of("sudo id"), 2));
        honest(denied);
        var ran = approve("--although-stricter", "--digest", denied.digest().hex());
        assertThat(ran.exitCode()).as(ran.err()).isZero();
        assertThat(ran.err()).contains("here      DENIED");
        assertThat(isSigned(denied.digest())).isTrue();
    }

    @Test
    void everyHostIsListedOnDemand() {
        assertThat(Ran.of(controlPlane, "approve", ID, "--hosts").err()).contains("host-0 (op_", "host-24 (op_");
        assertThat(approve("--hosts", "--digest", FROZEN.digest().hex()).err()).contains("host-24 (op_");
    }

    @Test
    void aCommandIsRunAndSignedInOneGo() throws IOException {
        var ran = run("touch /srv/x", "--yes");
        assertThat(ran.exitCode()).as(ran.err()).isZero();
        assertThat(controlPlane.received("POST /proposals").getFirst().body()).doesNotContain("approve");
        assertThat(isSigned(FROZEN.digest())).isTrue();
    }

    @Test
    void inOneGoNothingElseIsSignedThanWhatWasTyped() {
        assertThat(run("touch /srv/y", "--yes").err()).contains("another proposal of what was asked for");
        assertThat(run("touch /srv/x", "--yes", "--cwd", "/srv").err()).contains("another proposal");
        assertThat(run("touch /srv/x", "--yes", "--env", "A=b").err()).contains("another proposal");
        assertThat(run("touch /srv/x", "--yes", "--keep-going").err()).contains("another proposal");
        assertThat(run("touch /srv/x", "--yes", "--strategy", "parallel").err()).contains("another proposal");
        assertThat(run("touch /srv/x", "--yes", "--failures", "10%").err()).contains("another proposal");
        assertThat(run("touch /srv/x", "--yes", "--strategy", "rolling").err()).contains("another proposal");
        assertThat(run("touch /srv/x", "--yes", "--expect", "24").err()).contains("another proposal");
        assertThat(run("touch /srv/x").err()).as("there is nobody to ask").contains("nothing was signed");
        question.put("risk", "HIGH");
        answer();
        assertThat(run("touch /srv/x", "--yes").exitCode()).isEqualTo(ExitCode.HIGH);
        assertThat(controlPlane.received(YES)).isEmpty();
    }

    @Test
    void aShareOfTheHostsIsSignedAsTheNumberItMeans() throws IOException {
        var asked = "--yes --strategy rolling --at-once 10% --canary 1 --failures 3 --pause 1m".split(" ");
        honest(Frozen.freeze(rolling(2)));
        assertThat(run("touch /srv/x", asked).exitCode()).isZero();
        honest(Frozen.freeze(rolling(3)));
        assertThat(run("touch /srv/x", asked).err()).contains("another proposal");
        assertThat(controlPlane.received(YES)).hasSize(1);
    }

    @Test
    void inOneGoNothingIsSignedThatGoesFurtherThanACommandLineAsks() throws IOException {
        Limits limits = PROPOSAL.limits();
        var far = new Validity(Instant.now(), Instant.now().plus(Duration.ofDays(1)));
        List<Proposal> further = List.of(
                with(Strategy.SEQUENTIAL, new Limits(2, 1, 0, 0, Duration.ZERO, false), PROPOSAL.validity()),
                with(Strategy.SEQUENTIAL, new Limits(1, 1, 0, 1, Duration.ZERO, false), PROPOSAL.validity()),
                with(Strategy.SEQUENTIAL, limits, far));
        for (Proposal proposal : further) {
            honest(Frozen.freeze(proposal));
            assertThat(run("touch /srv/x", "--yes").err()).contains("another proposal of what was asked for");
        }
        honest(Frozen.freeze(proposal(RunCommand.of("touch /srv/x").under(Profile.SYSTEM), HOSTS)));
        assertThat(run("touch /srv/x", "--yes").err()).contains("finds a risk of HIGH, not MEDIUM");
        assertThat(controlPlane.received(YES)).isEmpty();
    }

    @Test
    void whoNamesHostsByTheirIdsSignsForThoseAndNoOthers() throws IOException {
        honest(Frozen.freeze(proposal(RunCommand.of("touch /srv/x"), 2)));
        String both = operator(1).value() + "," + operator(0).value();
        assertThat(runOn(operator(0).value(), "touch /srv/x", "--yes").err()).contains("another proposal");
        assertThat(runOn(operator(0).value() + "," + operator(7).value(), "touch /srv/x", "--yes")
                        .err())
                .contains("another proposal");
        assertThat(controlPlane.received(YES)).isEmpty();
        var ran = runOn(both, "touch /srv/x", "--yes");
        assertThat(ran.exitCode()).as(ran.err()).isZero();
        assertThat(controlPlane.received(YES)).hasSize(1);
    }

    @Test
    void whatIsTriedAgainIsComparedButSignedOnlyByWhoeverHasReadIt() throws IOException {
        String batch = "ba_" + ID.substring(3);
        String failed = Answers.execution(0, Answers.id(0), "FINISHED", 1, 0, 0);
        controlPlane.on(
                "GET /batches/" + batch,
                Answers.batch("FAILED", failed.replace("op_0", operator(0).value())));
        assertThat(retry(batch).err()).as("25 hosts, not one").contains("another proposal");
        honest(Frozen.freeze(proposal(RunCommand.of("touch /srv/x"), 1)));
        assertThat(retry(batch).err())
                .as("there is nobody to ask")
                .contains("command   touch /srv/x", "nothing was signed");
        assertThat(retry(batch, "--yes").exitCode()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(controlPlane.received(YES)).isEmpty();
    }

    @Test
    void optionsThatNeedAKeySaySo() {
        for (String option : List.of("--yes", "--hosts", "--although-stricter")) {
            var ran = Ran.of(controlPlane, "run", "--on", "all", "--approve", option, "touch /srv/x");
            assertThat(ran.err()).contains("--key");
        }
        assertThat(Ran.of(controlPlane, "run", "--on", "all", "--key", key.toString(), "true")
                        .err())
                .contains("--key goes with --approve");
        assertThat(controlPlane.received("POST")).isEmpty();
    }

    private Ran approve(String... options) {
        var arguments = new ArrayList<>(List.of("approve", ID, "--key", key.toString()));
        arguments.addAll(List.of(options));
        return Ran.of(controlPlane, arguments.toArray(String[]::new));
    }

    private Ran run(String command, String... options) {
        return runOn("all", command, options);
    }

    private Ran retry(String batch, String... options) {
        var arguments = new ArrayList<>(List.of("retry", batch, "--approve", "--key", key.toString()));
        arguments.addAll(List.of(options));
        return Ran.of(controlPlane, arguments.toArray(String[]::new));
    }

    private Ran runOn(String target, String command, String... options) {
        var arguments = new ArrayList<>(List.of("run", "--on", target, "--approve", "--key", key.toString()));
        arguments.addAll(List.of(options));
        arguments.addAll(List.of("--", command));
        return Ran.of(controlPlane, arguments.toArray(String[]::new));
    }

    private boolean isSigned(Digest digest) throws IOException {
        var sent = Json.tree(controlPlane.received(YES).getLast().body().getBytes(StandardCharsets.UTF_8))
                .path("signature");
        assertThat(sent.path("key").binaryValue()).isEqualTo(verifying.array());
        var signature = new ApproverSignature(
                verifying,
                ApproverSignature.Scheme.ofWireName(sent.path("scheme").asText()),
                Bytes.wrap(sent.path("signature").binaryValue()));
        return signature.approves(digest);
    }

    /** Lets the control plane say of {@code frozen} what is so. */
    private void honest(Frozen frozen) throws IOException {
        int hosts = frozen.proposal().targetCount();
        question = (ObjectNode) Json.tree(
                Answers.approval("PENDING", "MEDIUM", hosts, "sequential").getBytes(StandardCharsets.UTF_8));
        question.put("id", ID)
                .put("digest", frozen.digest().hex())
                .putArray("effects")
                .add("writes nothing, it says");
        bytes = Json.object().put("proposal", frozen.bytes().array());
        ArrayNode targets = bytes.putArray("targets");
        IntStream.range(0, hosts).forEach(number -> targets.add(shown(number)));
        answer();
    }

    private void answer() {
        String batch = "ba_" + ID.substring(3);
        String proposed = "{\"proposal\":" + question + ",\"batchId\":\"" + batch + "\"}";
        controlPlane
                .on(QUESTION, question.toString())
                .on(BYTES, bytes.toString())
                .on(YES, question.deepCopy().put("state", "GRANTED").toString())
                .on("POST /proposals", proposed);
        String finished = Answers.batch("COMPLETED", Answers.execution(0, Answers.id(0), "FINISHED", 0, 0, 0))
                .replaceFirst("ba_\\w+", batch);
        int hosts = question.path("targetCount").asInt();
        controlPlane
                .on(
                        "GET /batches/" + batch + "/events?live=" + (hosts > 16 ? 0 : hosts),
                        events(event("batch", "", finished), event("end", "", "{\"state\":\"COMPLETED\"}")))
                .on("GET /batches/" + batch + "/folds", "{\"folds\":[]}");
    }

    private ArrayNode targets() {
        return (ArrayNode) bytes.path("targets");
    }

    private static ObjectNode shown(int number) {
        Target target = target(number);
        return Json.object()
                .put("operator", target.operator().value())
                .put("operatorKey", target.operatorKey().hex())
                .put("wave", target.wave())
                .put("params", target.params().hex())
                .put("hostname", "host-" + number)
                .put("name", "");
    }

    private static Proposal with(Strategy strategy, Limits limits, Validity validity) {
        return with(PROPOSAL.id(), strategy, limits, validity);
    }

    private static Proposal with(ProposalId id, Strategy strategy, Limits limits, Validity validity) {
        return new Proposal(
                id,
                PROPOSAL.workspace(),
                PROPOSAL.action(),
                strategy,
                limits,
                PROPOSAL.policy(),
                validity,
                PROPOSAL.targetCount(),
                PROPOSAL.root());
    }

    private static Proposal rolling(int atOnce) {
        return with(Strategy.ROLLING, new Limits(1, atOnce, 1, 3, Duration.ofMinutes(1), false), PROPOSAL.validity());
    }

    private static Proposal proposal(RunCommand command, int hosts) {
        Instant now = Instant.parse("2026-03-01T12:00:00Z");
        return new Proposal(
                ProposalId.of(new byte[16]),
                WorkspaceId.of(new byte[16]),
                command,
                Strategy.SEQUENTIAL,
                Limits.ONE_BY_ONE,
                Digest.of(),
                new Validity(now, now.plus(Duration.ofHours(1))),
                hosts,
                MerkleTree.over(IntStream.range(0, hosts)
                                .mapToObj(SigningTest::target)
                                .toList())
                        .root());
    }

    private static Target target(int number) {
        return new Target(operator(number), Digest.of(new byte[] {(byte) number}), 0, Target.NO_PARAMS);
    }

    private static OperatorId operator(int number) {
        return OperatorId.of(ByteBuffer.allocate(16).putInt(number).array());
    }
}
