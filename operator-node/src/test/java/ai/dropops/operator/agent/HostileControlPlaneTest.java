package ai.dropops.operator.agent;

import static org.assertj.core.api.Assertions.assertThat;

import ai.dropops.operator.control.Approvals;
import ai.dropops.operator.control.FakeControlPlane;
import ai.dropops.operator.control.FakeLink;
import ai.dropops.operator.control.OperatorProcess;
import ai.dropops.protocol.action.Action.RunCommand;
import ai.dropops.protocol.action.Approvers;
import ai.dropops.protocol.action.Membership;
import ai.dropops.protocol.action.Order;
import ai.dropops.protocol.action.Outcome;
import ai.dropops.protocol.action.Permit;
import ai.dropops.protocol.action.Refusal;
import ai.dropops.protocol.action.Succession;
import ai.dropops.protocol.action.Target;
import ai.dropops.protocol.action.Validity;
import ai.dropops.protocol.identity.Bytes;
import ai.dropops.protocol.identity.ExecutionId;
import ai.dropops.protocol.identity.OperatorId;
import ai.dropops.protocol.identity.VerifyingKey;
import ai.dropops.protocol.identity.WorkspaceId;
import ai.dropops.protocol.wire.Frame;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real operator process, over a real socket, in the hands of a control plane that lies: the file its commands would make
 * is never made, and each lie has a signed refusal.
 */
class HostileControlPlaneTest {
    private static final KeyPair ADA = FakeControlPlane.ed25519();
    private static final KeyPair BOB = FakeControlPlane.ed25519();

    @TempDir
    Path folder;

    private final FakeControlPlane plane = new FakeControlPlane();
    private Path trace;

    @BeforeEach
    void name() {
        trace = folder.resolve("trace");
    }

    @AfterEach
    void close() {
        plane.close();
    }

    @Test
    void noLieAboutAnOrderReachesAProcess() throws Exception {
        try (var _ = OperatorProcess.start(plane, folder)) {
            FakeLink link = plane.nextWelcomed();
            Order good = touch().order();
            byte[] altered = good.proposal().array().clone();
            altered[altered.length / 2] ^= 1;

            expect(link, touch().permitKey(FakeControlPlane.ed25519()).order(), Refusal.PERMIT_INVALID);
            expect(link, with(good, touch().order().permit()), Refusal.PERMIT_INVALID);
            expect(link, changed(touch().order(), HostileControlPlaneTest::unsigned), Refusal.PERMIT_INVALID);
            expect(link, changed(touch().order(), HostileControlPlaneTest::automatic), Refusal.PERMIT_INVALID);
            expect(link, touch().authority(Permit.Authority.AUTOMATIC).order(), Refusal.NEEDS_APPROVAL_HERE);
            expect(
                    link,
                    touch().workspace(WorkspaceId.of(FakeControlPlane.random(16)))
                            .order(),
                    Refusal.WRONG_WORKSPACE);
            expect(link, touch().validity(over()).order(), Refusal.NOT_VALID_NOW);
            expect(link, touch().validity(tooEarly()).order(), Refusal.NOT_VALID_NOW);
            expect(
                    link,
                    forMe(touch().operator(OperatorId.of(FakeControlPlane.random(16)))
                            .order()),
                    Refusal.NOT_A_TARGET);
            expect(link, touch().operatorKey(Target.NO_PARAMS).order(), Refusal.NOT_A_TARGET);
            expect(link, withPath(touch().order()), Refusal.NOT_A_TARGET);
            expect(link, touch().attempt(2, 1).order(), Refusal.ATTEMPTS_EXHAUSTED);
            expect(link, touch().run(RunCommand.of("sudo touch " + trace)).order(), Refusal.DENIED_HERE);
            expect(link, underOtherKey(touch().order()), Refusal.WRONG_KEY);
            expectOneOf(link, withBytes(touch().order(), altered), Refusal.MALFORMED, Refusal.WRONG_KEY);
            expect(link, withBytes(touch().order(), new byte[] {1, 2, 3}), Refusal.MALFORMED);

            assertThat(trace).doesNotExist();
            assertThat(delivered(link, good)).isInstanceOf(Outcome.Refused.class);
            assertThat(trace).as("a key that was refused once is never run").doesNotExist();
            assertThat(delivered(link, touch().order())).isInstanceOf(Outcome.Finished.class);
            assertThat(trace).as("an honest order still runs").exists();
        }
    }

    @Test
    void ordersOfAnotherConnectionAndOrdersThatComeAgainDoNotRun() throws Exception {
        try (var _ = OperatorProcess.start(plane, folder)) {
            FakeLink first = plane.nextWelcomed();
            Frame.Deliver kept = first.delivery(touch().order());
            Frame.Deliver later = first.delivery(touch().order());
            first.close();
            FakeLink second = plane.nextWelcomed();

            second.send(kept);
            assertRefused(second, kept.order(), Refusal.REPLAYED);
            second.send(new Frame.Deliver(later.order(), later.challenge(), 7));
            assertRefused(second, later.order(), Refusal.REPLAYED);
            Frame.Deliver early = second.delivery(touch().order());
            Frame.Deliver overtaking =
                    second.delivery(Approvals.of("true", plane).order());
            second.send(overtaking);
            assertThat(second.outcomeOf(overtaking.order().execution())).isInstanceOf(Outcome.Finished.class);
            second.send(early);
            assertRefused(second, early.order(), Refusal.REPLAYED);
            assertThat(trace).doesNotExist();
        }
    }

    @Test
    void withoutItsApproversSignaturesNothingRunsAlsoNotWhatOnlyReads() throws Exception {
        Path file = Approvals.approverFile(folder, 2, ADA, BOB);
        KeyPair stranger = FakeControlPlane.ed25519();
        try (var _ = OperatorProcess.start(plane, folder, "--require-approver", file.toString())) {
            FakeLink link = plane.nextWelcomed();
            Order signed = touch().approvers(List.of(ADA, BOB)).order();

            expect(link, touch().order(), Refusal.APPROVERS_MISSING);
            expect(link, touch().approvers(List.of(ADA)).order(), Refusal.APPROVERS_MISSING);
            expect(link, touch().approvers(List.of(ADA, stranger)).order(), Refusal.APPROVERS_MISSING);
            expect(link, withSignaturesOf(touch().order(), signed), Refusal.APPROVERS_MISSING);
            expect(
                    link,
                    touch().run(RunCommand.of("uptime"))
                            .authority(Permit.Authority.AUTOMATIC)
                            .order(),
                    Refusal.APPROVERS_MISSING);
            assertThat(trace).doesNotExist();

            assertThat(delivered(link, signed)).isInstanceOf(Outcome.Finished.class);
            assertThat(trace).exists();
        }
    }

    @Test
    void whatTheseApproversDidNotSignIsNotReadEither() throws Exception {
        Order before;
        try (var _ = OperatorProcess.start(plane, folder)) {
            FakeLink link = plane.nextWelcomed();
            before = touch().run(RunCommand.of("echo secret")).order();
            assertThat(delivered(link, before)).isInstanceOf(Outcome.Finished.class);
        }
        String file = Approvals.approverFile(folder, 1, ADA).toString();
        try (var _ = OperatorProcess.start(plane, folder, "--require-approver", file)) {
            FakeLink link = plane.nextWelcomed();
            assertThat(read(link, before)).isEqualTo(Frame.OutputEnd.Reason.WITHHELD);
            Order signed = touch().run(RunCommand.of("echo open"))
                    .approvers(List.of(ADA))
                    .order();
            assertThat(delivered(link, signed)).isInstanceOf(Outcome.Finished.class);
            assertThat(read(link, signed)).as("its readers see its end").isEqualTo(Frame.OutputEnd.Reason.COMPLETE);
        }
        try (var _ = OperatorProcess.start(plane, folder, "--require-approver", file, "--allow-history")) {
            assertThat(read(plane.nextWelcomed(), before)).isEqualTo(Frame.OutputEnd.Reason.COMPLETE);
        }
    }

    private static Frame.OutputEnd.Reason read(FakeLink link, Order order) throws InterruptedException {
        link.send(new Frame.Read(1, order.execution(), 0, 0, 100));
        return link.await(Frame.OutputEnd.class).reason();
    }

    @Test
    void theApproverFileIsReplacedOnlyByItsOwnPeople() throws Exception {
        Path file = Approvals.approverFile(folder, 1, ADA);
        try (var _ = OperatorProcess.start(plane, folder, "--require-approver", file.toString())) {
            plane.nextWelcomed();
        }
        assertThat(exit()).as("it cannot be forgotten").isEqualTo(2);

        String next = Files.readString(Approvals.approverFile(folder, 1, BOB)).replace("version 1", "version 2");
        Files.writeString(file, next);
        assertThat(exit("--require-approver", file.toString()))
                .as("nobody it knows has signed")
                .isEqualTo(2);

        Files.writeString(
                file,
                next
                        + Approvers.signature(
                                next, VerifyingKey.of(ADA.getPublic()), message -> FakeControlPlane.sign(ADA, message))
                        + "\n");
        try (var _ = OperatorProcess.start(plane, folder, "--require-approver", file.toString())) {
            FakeLink link = plane.nextWelcomed();
            expect(link, touch().approvers(List.of(ADA)).order(), Refusal.APPROVERS_MISSING);
            assertThat(delivered(link, touch().approvers(List.of(BOB)).order())).isInstanceOf(Outcome.Finished.class);
        }
    }

    @Test
    void aNewPermitKeyIsTakenOnTheOldOnesWordAlone() throws Exception {
        KeyPair first = plane.permitKey;
        KeyPair second = FakeControlPlane.ed25519();
        try (var _ = OperatorProcess.start(plane, folder)) {
            FakeLink link = plane.nextWelcomed();
            plane.permitKey = second;
            link.close();
            FakeLink stranger = plane.nextWelcomed();
            assertThat(stranger.endsWithin(10))
                    .as("its time is signed by a stranger")
                    .isTrue();

            plane.successions = List.of(Succession.sign(
                    VerifyingKey.of(second.getPublic()), message -> FakeControlPlane.sign(second, message)));
            FakeLink own = plane.nextWelcomed();
            assertThat(own.endsWithin(10))
                    .as("a key's word on itself counts for nothing")
                    .isTrue();

            plane.successions = List.of(Succession.sign(
                    VerifyingKey.of(second.getPublic()), message -> FakeControlPlane.sign(first, message)));
            FakeLink successor = plane.nextWelcomed();
            expect(successor, touch().permitKey(FakeControlPlane.ed25519()).order(), Refusal.PERMIT_INVALID);
            assertThat(trace).doesNotExist();
            assertThat(delivered(successor, touch().permitKey(first).order()))
                    .as("what was approved before goes on")
                    .isInstanceOf(Outcome.Finished.class);
        }
        try (var _ = OperatorProcess.start(plane, folder)) {
            plane.successions = List.of();
            FakeLink link = plane.nextWelcomed();
            assertThat(delivered(link, touch().order())).isInstanceOf(Outcome.Finished.class);
        }
    }

    private int exit(String... options) {
        try (var operator = OperatorProcess.start(plane, folder, options)) {
            return operator.exitCode();
        }
    }

    private Approvals touch() {
        return Approvals.of("touch " + trace, plane);
    }

    private void expect(FakeLink link, Order order, Refusal reason) throws InterruptedException {
        expectOneOf(link, order, reason);
    }

    private void expectOneOf(FakeLink link, Order order, Refusal... reasons) throws InterruptedException {
        link.deliver(order);
        assertRefused(link, order, reasons);
    }

    private static Outcome delivered(FakeLink link, Order order) throws InterruptedException {
        link.deliver(order);
        return link.outcomeOf(order.execution());
    }

    private static void assertRefused(FakeLink link, Order order, Refusal... reasons) throws InterruptedException {
        assertThat(link.outcomeOf(order.execution()))
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        refused -> assertThat(refused.reason()).isIn((Object[]) reasons));
    }

    private static Order changed(Order order, UnaryOperator<Permit> lie) {
        return with(order, lie.apply(order.permit()));
    }

    private static Order with(Order order, Permit permit) {
        return new Order(order.execution(), order.attempt(), order.proposal(), permit, order.membership());
    }

    private Order withSignaturesOf(Order order, Order other) {
        Permit permit = order.permit();
        return with(
                order,
                Permit.sign(
                        permit.proposal(),
                        permit.authority(),
                        permit.approvers(),
                        other.permit().signatures(),
                        permit.decidedAt(),
                        permit.key(),
                        plane::sign));
    }

    private static Permit unsigned(Permit permit) {
        return new Permit(
                permit.proposal(),
                permit.authority(),
                permit.approvers(),
                permit.signatures(),
                permit.decidedAt(),
                permit.key(),
                Bytes.EMPTY);
    }

    private static Permit automatic(Permit permit) {
        return new Permit(
                permit.proposal(),
                Permit.Authority.AUTOMATIC,
                List.of(),
                permit.signatures(),
                permit.decidedAt(),
                permit.key(),
                permit.signature());
    }

    private static Order withBytes(Order order, byte[] proposal) {
        return new Order(order.execution(), order.attempt(), Bytes.wrap(proposal), order.permit(), order.membership());
    }

    private static Order withPath(Order order) {
        Membership membership = order.membership();
        return new Order(
                order.execution(),
                order.attempt(),
                order.proposal(),
                order.permit(),
                new Membership(membership.index(), membership.wave(), membership.params(), List.of(Target.NO_PARAMS)));
    }

    /** Another host's order, under the key this host would give it. */
    private Order forMe(Order order) {
        return new Order(
                ExecutionId.of(order.permit().proposal(), plane.operator, order.attempt()),
                order.attempt(),
                order.proposal(),
                order.permit(),
                order.membership());
    }

    private static Order underOtherKey(Order order) {
        return new Order(
                ExecutionId.of(order.permit().proposal(), OperatorId.of(FakeControlPlane.random(16)), 1),
                order.attempt(),
                order.proposal(),
                order.permit(),
                order.membership());
    }

    private static Validity over() {
        Instant now = Instant.now();
        return new Validity(now.minus(Duration.ofHours(2)), now.minus(Duration.ofSeconds(2)));
    }

    private static Validity tooEarly() {
        Instant now = Instant.now();
        return new Validity(now.plus(Duration.ofHours(1)), now.plus(Duration.ofHours(2)));
    }
}
