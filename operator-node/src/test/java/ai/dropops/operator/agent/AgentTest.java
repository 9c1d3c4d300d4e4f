package ai.dropops.operator.agent;

import static org.assertj.core.api.Assertions.assertThat;

import ai.dropops.operator.control.Approvals;
import ai.dropops.operator.control.FakeControlPlane;
import ai.dropops.operator.control.FakeLink;
import ai.dropops.operator.control.OperatorProcess;
import ai.dropops.protocol.action.Order;
import ai.dropops.protocol.action.Outcome;
import ai.dropops.protocol.action.Receipt;
import ai.dropops.protocol.identity.OperatorId;
import ai.dropops.protocol.identity.ProposalId;
import ai.dropops.protocol.wire.Frame;
import ai.dropops.protocol.wire.FrameCodec;
import ai.dropops.protocol.wire.SignedTime;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The operator process as its control plane sees it. */
class AgentTest {
    @TempDir
    Path folder;

    private final FakeControlPlane plane = new FakeControlPlane();

    @AfterEach
    void close() {
        plane.close();
    }

    @Test
    void anApprovedCommandRunsAndIsAccountedFor() throws Exception {
        try (var operator = OperatorProcess.start(plane, folder)) {
            FakeLink link = plane.nextLink();
            assertThat(link.welcome().sequence()).isZero();
            Frame.Beat beat = link.await(Frame.Beat.class);
            assertThat(beat.kind()).isEqualTo(Frame.Beat.Kind.BOOTSTRAP);
            assertThat(link.await(Frame.Beat.class).kind()).isEqualTo(Frame.Beat.Kind.AUTOMATIC);
            Order order = Approvals.of("echo hello; echo oh >&2; exit 3", plane).order();
            link.deliver(order);
            assertThat(link.await(Frame.Started.class).execution()).isEqualTo(order.execution());
            var finished = (Outcome.Finished) link.receipt().outcome();
            assertThat(finished.exitCode()).isEqualTo(3);
            assertThat(finished.stdout().shown().bytes()).isEqualTo(6);
            assertThat(finished.stderr().shown().bytes()).isEqualTo(3);
            operator.terminate();
            assertThat(operator.exitCode()).isZero();
        }
    }

    @Test
    void whatRanWhenTheOperatorDiedIsInterruptedAndNeverRunsAgain() throws Exception {
        Path trace = folder.resolve("trace");
        Order order;
        try (var operator = OperatorProcess.start(plane, folder)) {
            FakeLink link = plane.nextWelcomed();
            order = Approvals.of("echo ran >> " + trace + "; echo out; exec sleep 30", plane)
                    .order();
            link.deliver(order);
            link.await(Frame.Started.class);
            link.send(new Frame.Read(1, order.execution(), 0, 0, 1));
            link.await(Frame.Output.class);
            operator.kill();
        }
        try (var operator = OperatorProcess.start(plane, folder)) {
            FakeLink link = plane.nextWelcomed();
            Receipt receipt = link.receipt();
            assertThat(receipt.execution()).isEqualTo(order.execution());
            assertThat(receipt.outcome())
                    .isInstanceOfSatisfying(
                            Outcome.Interrupted.class,
                            interrupted -> assertThat(
                                            interrupted.stdout().shown().bytes())
                                    .isEqualTo(4));
            link.deliver(order);
            assertThat(link.receipt()).isEqualTo(receipt);
            assertThat(Files.readString(trace)).isEqualTo("ran\n");
            operator.terminate();
        }
        assertThat(plane.enrolments()).hasSize(1);
    }

    @Test
    void aReceiptIsRepeatedUntilItIsKept() throws Exception {
        try (var operator = OperatorProcess.start(plane, folder)) {
            FakeLink link = plane.nextWelcomed();
            link.deliver(Approvals.of("true", plane).order());
            Receipt receipt = link.unconfirmedReceipt();
            link.close();
            FakeLink second = plane.nextLink();
            assertThat(second.welcome().sequence()).isEqualTo(receipt.sequence());
            assertThat(second.unconfirmedReceipt()).isEqualTo(receipt);
            assertThat(second.unconfirmedReceipt())
                    .as("repeated on the same connection too")
                    .isEqualTo(receipt);
            second.send(new Frame.ReportKept(receipt.execution(), receipt.sequence()));
            second.deliver(Approvals.of("false", plane).order());
            assertThat(second.await(Frame.Started.class)).isNotNull();
            assertThat(second.receipt().sequence()).isEqualTo(receipt.sequence() + 1);
            operator.terminate();
            assertThat(operator.exitCode()).isZero();
        }
    }

    @Test
    void aCommandOutlivesTheConnection() throws Exception {
        try (var _ = OperatorProcess.start(plane, folder)) {
            FakeLink link = plane.nextWelcomed();
            Order order =
                    Approvals.of("echo before; sleep 2; echo after", plane).order();
            link.deliver(order);
            link.await(Frame.Started.class);
            link.close();
            FakeLink second = plane.nextWelcomed();
            assertThat(second.await(Frame.Started.class).execution()).isEqualTo(order.execution());
            second.deliver(order);
            assertThat(second.unconfirmedReceipt().outcome()).isInstanceOf(Outcome.StillRunning.class);
            assertThat(second.receipt().outcome()).isInstanceOf(Outcome.Finished.class);
        }
    }

    @Test
    void aSignalEndsWhatRunsAndAccountsForIt() throws Exception {
        Order order;
        try (var operator = OperatorProcess.start(plane, folder)) {
            FakeLink link = plane.nextWelcomed();
            order = Approvals.of("sleep 1000", plane).order();
            link.deliver(order);
            link.await(Frame.Started.class);
            operator.terminate();
            assertThat(link.unconfirmedReceipt().outcome())
                    .isInstanceOfSatisfying(
                            Outcome.Finished.class,
                            finished -> assertThat(finished.cancelled()).isTrue());
            assertThat(operator.exitCode()).isZero();
        }
        try (var _ = OperatorProcess.start(plane, folder)) {
            assertThat(plane.nextWelcomed().receipt().execution()).isEqualTo(order.execution());
        }
    }

    @Test
    void aSignalEndsAnOperatorThatIsStillBeingGreeted() throws Exception {
        try (var operator = OperatorProcess.start(plane, folder)) {
            FakeLink link = plane.nextLink();
            link.hello();
            long before = System.nanoTime();
            operator.terminate();
            assertThat(operator.exitCode()).isZero();
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(10));
        }
    }

    @Test
    void aRemoteStopEndsTheOperatorAndItCanBeStartedAgain() throws Exception {
        try (var operator = OperatorProcess.start(plane, folder)) {
            FakeLink link = plane.nextWelcomed();
            link.deliver(Approvals.of("sleep 1000", plane).order());
            link.await(Frame.Started.class);
            link.send(new Frame.Stop("stopped in the console"));
            assertThat(((Outcome.Finished) link.receipt().outcome()).cancelled())
                    .isTrue();
            assertThat(operator.exitCode()).isZero();
            assertThat(operator.log()).contains("stopped in the console");
        }
        try (var _ = OperatorProcess.start(plane, folder)) {
            assertThat(plane.nextWelcomed()).isNotNull();
        }
    }

    @Test
    void aRevokedOperatorEndsWhatRunsAndItself() throws Exception {
        try (var operator = OperatorProcess.start(plane, folder)) {
            FakeLink link = plane.nextWelcomed();
            Path trace = folder.resolve("trace");
            link.deliver(Approvals.of("trap 'echo ended > " + trace + "' EXIT; while :; do sleep 0.1; done", plane)
                    .order());
            link.await(Frame.Started.class);
            link.send(new Frame.Goodbye(Frame.Goodbye.Code.REVOKED, "The key was replaced.", false));
            assertThat(operator.exitCode()).isEqualTo(5);
            assertThat(operator.log()).contains("The key was replaced.");
            assertThat(trace).exists();
        }
    }

    @Test
    void aGoodbyeThatAllowsItIsFollowedByAnotherTry() throws Exception {
        try (var _ = OperatorProcess.start(plane, folder)) {
            FakeLink link = plane.nextLink();
            link.hello();
            link.send(new Frame.Goodbye(Frame.Goodbye.Code.BUSY, "Later.", true));
            assertThat(plane.nextWelcomed()).isNotNull();
        }
    }

    @Test
    void nobodyElseIsTakenForTheControlPlane() throws Exception {
        try (var operator = OperatorProcess.start(plane, folder)) {
            FakeLink link = plane.nextLink();
            link.hello();
            var stranger = FakeControlPlane.ed25519();
            link.send(new Frame.Welcome(
                    FrameCodec.VERSION,
                    plane.operator,
                    plane.workspace,
                    List.of(),
                    SignedTime.sign(Instant.now(), message -> FakeControlPlane.sign(stranger, message)),
                    30));
            FakeLink second = plane.nextLink();
            second.hello();
            second.send(new Frame.Welcome(
                    FrameCodec.VERSION,
                    OperatorId.of(FakeControlPlane.random(16)),
                    plane.workspace,
                    List.of(),
                    SignedTime.sign(Instant.now(), plane::sign),
                    30));
            FakeLink third = plane.nextWelcomed();
            third.await(Frame.Beat.class);
            assertThat(operator.log()).contains("not signed by the pinned key").contains("another operator");
        }
    }

    @Test
    void whatIsNoFrameEndsTheConnectionAndNothingElse() throws Exception {
        try (var operator = OperatorProcess.start(plane, folder)) {
            plane.nextWelcomed().sendRaw(new byte[] {1, 2, 3});
            plane.nextWelcomed().sendRaw(new byte[FrameCodec.MAX_FRAME + 1]);
            plane.nextWelcomed()
                    .send(new Frame.Started(
                            Approvals.of("x", plane).order().execution(), ProposalId.of(new byte[16]), Instant.now()));
            FakeLink link = plane.nextLink();
            link.hello();
            link.send(new Frame.Unread(1));
            plane.nextWelcomed().await(Frame.Beat.class);
            assertThat(operator.log()).contains("no frame", "too large", "only an operator", "did not answer");
        }
    }

    @Test
    void oneFolderServesOneOperator() throws Exception {
        try (var first = OperatorProcess.start(plane, folder)) {
            plane.nextWelcomed();
            try (var second = OperatorProcess.start(plane, folder)) {
                assertThat(second.exitCode()).isEqualTo(4);
                assertThat(second.log()).contains("another operator runs in");
            }
            first.terminate();
        }
    }

    @Test
    void aFolderThatCannotBeWrittenAndAFileThatIsNoDatabaseAreSaid() throws Exception {
        Path file = folder.resolve(".dropops");
        Files.writeString(file, "in the way");
        try (var operator = OperatorProcess.start(plane, folder)) {
            assertThat(operator.exitCode()).isEqualTo(3);
            assertThat(operator.log()).contains("cannot keep records in");
        }
        Files.delete(file);
        Files.createDirectories(folder.resolve(".dropops/data"));
        Files.writeString(folder.resolve(".dropops/data/dropops.db"), "no database ".repeat(100));
        try (var operator = OperatorProcess.start(plane, folder)) {
            assertThat(operator.exitCode()).isEqualTo(10);
            assertThat(operator.log()).contains("not an intact database").contains("--reset-vault");
        }
    }

    @Test
    void theKeyIsShownToNobody() throws Exception {
        try (var operator = OperatorProcess.start(plane, folder)) {
            FakeLink link = plane.nextWelcomed();
            String key = plane.apiKey.text().reveal();
            link.deliver(Approvals.of("env | grep " + key + "; grep -a " + key + " /proc/$PPID/environ", plane)
                    .order());
            var finished = (Outcome.Finished) link.receipt().outcome();
            assertThat(finished.exitCode()).as("grep finds nothing").isEqualTo(1);
            assertThat(finished.stdout().shown().bytes()).isZero();
            assertThat(Files.readString(Path.of("/proc/" + operator.pid() + "/environ")))
                    .doesNotContain(key);
            assertThat(operator.log()).doesNotContain(key);
            assertNothingHolds(key);
        }
    }

    private void assertNothingHolds(String key) throws IOException {
        try (var files = Files.walk(folder.resolve(".dropops"))) {
            for (Path file : files.toList()) {
                String mode = PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
                if (Files.isDirectory(file)) {
                    assertThat(mode).as(file.toString()).isEqualTo("rwx------");
                } else {
                    assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                            .doesNotContain(key);
                    if (file.getFileName().toString().endsWith(".key")) {
                        assertThat(mode).as(file.toString()).isEqualTo("rw-------");
                    }
                }
            }
        }
    }
}
