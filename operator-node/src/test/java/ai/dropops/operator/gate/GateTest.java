package ai.dropops.operator.gate;

import static org.assertj.core.api.Assertions.assertThat;

import ai.dropops.operator.control.Approvals;
import ai.dropops.operator.control.FakeControlPlane;
import ai.dropops.operator.vault.Retention;
import ai.dropops.operator.vault.Sentinel;
import ai.dropops.operator.vault.Spool;
import ai.dropops.operator.vault.Vault;
import ai.dropops.protocol.action.Action.RunCommand;
import ai.dropops.protocol.action.Confinement;
import ai.dropops.protocol.action.Membership;
import ai.dropops.protocol.action.Order;
import ai.dropops.protocol.action.Outcome;
import ai.dropops.protocol.action.Permit;
import ai.dropops.protocol.action.Profile;
import ai.dropops.protocol.action.Receipt;
import ai.dropops.protocol.action.Refusal;
import ai.dropops.protocol.action.Validity;
import ai.dropops.protocol.guard.HostFacts;
import ai.dropops.protocol.guard.Policy;
import ai.dropops.protocol.identity.Bytes;
import ai.dropops.protocol.identity.Digest;
import ai.dropops.protocol.identity.ExecutionId;
import ai.dropops.protocol.identity.OperatorId;
import ai.dropops.protocol.identity.ProposalId;
import ai.dropops.protocol.identity.Secret;
import ai.dropops.protocol.identity.VerifyingKey;
import ai.dropops.protocol.identity.WorkspaceId;
import ai.dropops.protocol.wire.Frame;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The host's door: what it lets through, and each reason it does not. */
class GateTest {
    private static final Bytes CHALLENGE = Bytes.wrap(FakeControlPlane.random(32));
    private static final KeyPair RECEIPTS = FakeControlPlane.ed25519();
    private static final KeyPair PERMITS = FakeControlPlane.ed25519();
    private static final OperatorId ME = OperatorId.of(FakeControlPlane.random(16));
    private static final WorkspaceId WORKSPACE = WorkspaceId.of(FakeControlPlane.random(16));

    private static final Confinement CONFINEMENT = Gate.confinement(Path.of(".dropops"));

    @TempDir
    Path folder;

    private final BlockingQueue<Frame.FromOperator> said = new LinkedBlockingQueue<>();
    private final Freshness connection = new Freshness(CHALLENGE);
    private final AtomicLong free = new AtomicLong(1L << 40);
    private long counter;
    private Vault vault;
    private Gate gate;

    @BeforeEach
    void open() throws IOException, InterruptedException {
        open(CONFINEMENT);
    }

    private void open(Confinement confinement) throws IOException, InterruptedException {
        vault = Vault.open(folder.resolve("dropops.db"), new Secret("any"), Duration.ofDays(90), Clock.systemUTC());
        Path at = folder.resolve("spool");
        Spool spool = Spool.open(at, Retention.of(Retention.SMALLEST), free::get, Sentinel.usual(), vault.spoolKey());
        var standing = new Standing(
                ME,
                WORKSPACE,
                VerifyingKey.of(RECEIPTS.getPublic()),
                PermitKeys.of(VerifyingKey.of(PERMITS.getPublic())),
                message -> FakeControlPlane.sign(RECEIPTS, message),
                new HostFacts(HostFacts.Kind.SOLO, confinement),
                Policy.defaults(),
                Optional.empty(),
                "somebody");
        Files.createDirectories(folder.resolve(".dropops"));
        gate = Gate.open(standing, folder.resolve(".dropops"), vault, spool, Clock.systemUTC(), said::add);
    }

    @AfterEach
    void close() throws InterruptedException {
        gate.close(Duration.ofSeconds(10));
        vault.close();
    }

    @Test
    void aPermittedOrderRunsOnceHoweverOftenItIsDelivered() throws Exception {
        Path trace = folder.resolve("trace");
        Order order = approval("echo ran >> " + trace).order();
        deliver(order);
        assertThat(said(Frame.Started.class).execution()).isEqualTo(order.execution());
        Receipt first = receipt();
        assertThat(first.outcome()).isInstanceOf(Outcome.Finished.class);
        deliver(order);
        assertThat(receipt()).isEqualTo(first);
        gate.deliver(new Freshness(Bytes.wrap(FakeControlPlane.random(32))), new Frame.Deliver(order, CHALLENGE, 1));
        assertThat(receipt()).isEqualTo(first);
        assertThat(Files.readString(trace)).isEqualTo("ran\n");
    }

    @Test
    void whileItRunsItIsSaidToRun() throws Exception {
        Order order = approval("sleep 1000").order();
        deliver(order);
        said(Frame.Started.class);
        deliver(order);
        assertThat(receipt().outcome()).isInstanceOf(Outcome.StillRunning.class);
        gate.forbid(new Frame.Forbid(order.execution(), ProposalId.of(new byte[16]), 1));
        assertThat(receipt().outcome()).isInstanceOf(Outcome.StillRunning.class);
        gate.cancel(order.execution());
        assertThat(((Outcome.Finished) receipt().outcome()).cancelled()).isTrue();
        gate.cancel(order.execution());
    }

    @Test
    void aForbiddenExecutionNeverRuns() throws Exception {
        Order order = approval("true").order();
        gate.forbid(new Frame.Forbid(order.execution(), ProposalId.of(new byte[16]), 1));
        assertThat(receipt().outcome()).isEqualTo(new Outcome.Voided());
        deliver(order);
        assertThat(receipt().outcome()).isEqualTo(new Outcome.Voided());
    }

    @Test
    void anOrderOfAnotherConnectionIsRefused() throws Exception {
        gate.deliver(
                connection, new Frame.Deliver(approval("true").order(), Bytes.wrap(FakeControlPlane.random(32)), 1));
        assertRefused(Refusal.REPLAYED);
    }

    @Test
    void anOrderWhoseCounterDoesNotRiseIsRefused() throws Exception {
        deliver(approval("true").order());
        receipt();
        gate.deliver(connection, new Frame.Deliver(approval("true").order(), CHALLENGE, counter));
        assertRefused(Refusal.REPLAYED);
    }

    @Test
    void aRefusalIsTheLastWordOnItsKey() throws Exception {
        Order order = approval("true").order();
        gate.deliver(connection, new Frame.Deliver(order, Bytes.EMPTY, 1));
        assertRefused(Refusal.REPLAYED);
        deliver(order);
        assertRefused(Refusal.REPLAYED);
    }

    @Test
    void somethingElseThanAProposalIsRefused() throws Exception {
        Order order = approval("true").order();
        deliver(new Order(order.execution(), 1, Bytes.wrap(new byte[] {1, 2, 3}), order.permit(), order.membership()));
        assertRefused(Refusal.MALFORMED);
    }

    @Test
    void anAlteredProposalIsRefused() throws Exception {
        Order order = approval("echo 1").order();
        byte[] bytes = order.proposal().array().clone();
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        bytes[text.indexOf("echo 1") + 5] = '2';
        deliver(new Order(order.execution(), 1, Bytes.wrap(bytes), order.permit(), order.membership()));
        assertRefused(Refusal.WRONG_KEY);
    }

    @Test
    void aKeyThatDoesNotFollowIsRefused() throws Exception {
        Order order = approval("true").order();
        var key = new ExecutionId(Digest.of(new byte[] {1}).hex());
        deliver(new Order(key, 1, order.proposal(), order.permit(), order.membership()));
        assertRefused(Refusal.WRONG_KEY);
    }

    @Test
    void aPermitOfAnotherKeyIsRefused() throws Exception {
        deliver(approval("true").permitKey(FakeControlPlane.ed25519()).order());
        assertRefused(Refusal.PERMIT_INVALID);
    }

    @Test
    void aPermitForAnotherProposalIsRefused() throws Exception {
        Permit other = approval("true").order().permit();
        Order order = approval("true").order();
        deliver(new Order(order.execution(), 1, order.proposal(), other, order.membership()));
        assertRefused(Refusal.PERMIT_INVALID);
    }

    @Test
    void anApprovalTurnedIntoAnAutomaticOneIsRefused() throws Exception {
        Order order = approval("true").order();
        Permit permit = order.permit();
        var altered = new Permit(
                permit.proposal(),
                Permit.Authority.AUTOMATIC,
                List.of(),
                permit.signatures(),
                permit.decidedAt(),
                permit.key(),
                permit.signature());
        deliver(new Order(order.execution(), 1, order.proposal(), altered, order.membership()));
        assertRefused(Refusal.PERMIT_INVALID);
    }

    @Test
    void anotherWorkspacesProposalIsRefused() throws Exception {
        deliver(approval("true")
                .workspace(WorkspaceId.of(FakeControlPlane.random(16)))
                .order());
        assertRefused(Refusal.WRONG_WORKSPACE);
    }

    @Test
    void anExpiredApprovalIsRefused() throws Exception {
        Instant now = Instant.now();
        deliver(approval("true")
                .validity(new Validity(now.minusSeconds(60), now.minusSeconds(1)))
                .order());
        assertRefused(Refusal.NOT_VALID_NOW);
    }

    @Test
    void anApprovalForLaterIsRefused() throws Exception {
        Instant now = Instant.now();
        deliver(approval("true")
                .validity(new Validity(now.plusSeconds(400), now.plusSeconds(500)))
                .order());
        assertRefused(Refusal.NOT_VALID_NOW);
    }

    @Test
    void aClockSetBackDoesNotReviveAnApproval() throws Exception {
        vault.advance(Instant.now().plus(Duration.ofHours(1)));
        deliver(approval("true")
                .validity(Approvals.lasting(Duration.ofMinutes(10)))
                .order());
        assertRefused(Refusal.NOT_VALID_NOW);
    }

    @Test
    void anotherHostsOrderIsRefused() throws Exception {
        Order order = approval("true").operatorKey(Digest.of(new byte[] {9})).order();
        deliver(order);
        assertRefused(Refusal.NOT_A_TARGET);
        Order twisted = approval("true").order();
        Membership membership = twisted.membership();
        var wrong = new Membership(0, 1, membership.params(), membership.path());
        deliver(new Order(twisted.execution(), 1, twisted.proposal(), twisted.permit(), wrong));
        assertRefused(Refusal.NOT_A_TARGET);
    }

    @Test
    void moreAttemptsThanApprovedAreRefused() throws Exception {
        deliver(approval("true").attempt(2, 2).order());
        assertThat(receipt().outcome()).isInstanceOf(Outcome.Finished.class);
        deliver(approval("true").attempt(3, 2).order());
        assertRefused(Refusal.ATTEMPTS_EXHAUSTED);
        deliver(approval("true").attempt(0, 2).order());
        assertRefused(Refusal.ATTEMPTS_EXHAUSTED);
    }

    @Test
    void whatThisHostForbidsIsRefusedWhoeverApprovedIt() throws Exception {
        deliver(approval("sudo id").order());
        assertRefused(Refusal.DENIED_HERE);
    }

    @Test
    void whatNobodyApprovedRunsOnlyIfItIsAllowedHereAndOnlyToLook() throws Exception {
        var look = RunCommand.of("uptime").under(Profile.LOOK);
        deliver(approval("").authority(Permit.Authority.AUTOMATIC).run(look).order());
        assertThat(receipt().outcome()).isInstanceOf(Outcome.Finished.class);
        deliver(approval("uptime").authority(Permit.Authority.AUTOMATIC).order());
        assertRefused(Refusal.NEEDS_APPROVAL_HERE);
        var change = RunCommand.of("touch /tmp/x").under(Profile.LOOK);
        deliver(approval("").authority(Permit.Authority.AUTOMATIC).run(change).order());
        assertRefused(Refusal.NEEDS_APPROVAL_HERE);
    }

    @Test
    void whatThisHostCannotDoIsRefusedWithTheReason() throws Exception {
        RunCommand run = RunCommand.of("true");
        deliver(approval("")
                .run(new RunCommand("true", "/no/such/10.1.2.3", run.env(), "", run.profile(), run.stdin()))
                .order());
        assertThat(receipt().outcome()).asString().contains("CANNOT_RUN", "/no/such/[IP_ADDR]");
        deliver(approval("")
                .run(new RunCommand("true", "", run.env(), "other", run.profile(), run.stdin()))
                .order());
        assertRefused(Refusal.CANNOT_RUN);
        deliver(approval("")
                .run(new RunCommand("true", "", run.env(), "", run.profile(), Digest.of(new byte[] {1})))
                .order());
        assertRefused(Refusal.CANNOT_RUN);
        deliver(approval("")
                .run(new RunCommand("true", "", run.env(), "somebody", run.profile(), run.stdin()))
                .order());
        assertThat(receipt().outcome()).isInstanceOf(Outcome.Finished.class);
    }

    @Test
    void whatTheKernelCannotBeHeldToIsRefused() throws Exception {
        close();
        open(new Confinement(EnumSet.of(Profile.SYSTEM), 0, false, true));
        Path trace = folder.resolve("trace");
        deliver(approval("echo ran > " + trace).order());
        assertRefused(Refusal.CANNOT_RUN);
        deliver(approval("").run(RunCommand.of("uptime").under(Profile.LOOK)).order());
        assertRefused(Refusal.CANNOT_RUN);
        assertThat(trace).doesNotExist();
        deliver(approval("")
                .run(RunCommand.of("echo ran > " + trace).under(Profile.SYSTEM))
                .order());
        assertThat(receipt().outcome()).isInstanceOf(Outcome.Finished.class);
        assertThat(trace).hasContent("ran");
    }

    @Test
    void peopleMayGiveACommandLessOrMoreRoomThanThisHostWould() throws Exception {
        for (Profile profile : List.of(Profile.LOOK, Profile.CHANGE, Profile.SYSTEM)) {
            deliver(approval("")
                    .run(RunCommand.of("echo x > /dev/null").under(profile))
                    .order());
            assertThat(receipt().outcome()).as(profile.name()).isInstanceOf(Outcome.Finished.class);
        }
    }

    @Test
    void aFullDiskRefusesNewOrders() throws Exception {
        free.set(0);
        deliver(approval("true").order());
        assertRefused(Refusal.CANNOT_RUN);
    }

    @Test
    void aClosedGateEndsWhatRunsAndAnswersNothingNew() throws Exception {
        Order order = approval("trap '' TERM; sleep 1000").order();
        deliver(order);
        said(Frame.Started.class);
        gate.close(Duration.ofSeconds(15));
        assertThat(((Outcome.Finished) receipt().outcome()).cancelled()).isTrue();
        deliver(approval("true").order());
        assertThat(said).isEmpty();
        assertThat(vault.begun()).isEmpty();
    }

    private Approvals approval(String command) {
        return new Approvals(
                RunCommand.of(command.isEmpty() ? "true" : command),
                WORKSPACE,
                ME,
                VerifyingKey.of(RECEIPTS.getPublic()).digest(),
                PERMITS,
                Permit.Authority.HUMAN,
                Approvals.lasting(Duration.ofMinutes(10)),
                1,
                1,
                List.of());
    }

    private void deliver(Order order) {
        gate.deliver(connection, new Frame.Deliver(order, CHALLENGE, ++counter));
    }

    private void assertRefused(Refusal reason) throws InterruptedException {
        assertThat(receipt().outcome())
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        refused -> assertThat(refused.reason())
                                .as(refused.message())
                                .isEqualTo(reason));
    }

    private Receipt receipt() throws InterruptedException {
        return said(Frame.Report.class).receipt().verified(VerifyingKey.of(RECEIPTS.getPublic()));
    }

    private <T extends Frame> T said(Class<T> type) throws InterruptedException {
        while (true) {
            Frame frame = said.poll(20, TimeUnit.SECONDS);
            assertThat(frame).as("a frame within 20 s").isNotNull();
            if (type.isInstance(frame)) {
                return type.cast(frame);
            }
        }
    }
}
