package ai.dropops.load.swarm;

import static org.assertj.core.api.Assertions.assertThat;

import ai.dropops.protocol.action.Action.RunCommand;
import ai.dropops.protocol.action.Frozen;
import ai.dropops.protocol.action.Limits;
import ai.dropops.protocol.action.Membership;
import ai.dropops.protocol.action.MerkleTree;
import ai.dropops.protocol.action.Order;
import ai.dropops.protocol.action.Outcome;
import ai.dropops.protocol.action.Permit;
import ai.dropops.protocol.action.Proposal;
import ai.dropops.protocol.action.Refusal;
import ai.dropops.protocol.action.Strategy;
import ai.dropops.protocol.action.Target;
import ai.dropops.protocol.action.Validity;
import ai.dropops.protocol.guard.Policy;
import ai.dropops.protocol.identity.Bytes;
import ai.dropops.protocol.identity.ExecutionId;
import ai.dropops.protocol.identity.MemberId;
import ai.dropops.protocol.identity.OperatorId;
import ai.dropops.protocol.identity.ProposalId;
import ai.dropops.protocol.identity.VerifyingKey;
import ai.dropops.protocol.identity.WorkspaceId;
import ai.dropops.protocol.wire.Frame;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SimulatedOperatorTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final WorkspaceId WORKSPACE = WorkspaceId.of(bytes(16, 1));
    private static final OperatorId OPERATOR = OperatorId.of(bytes(16, 2));
    private static final byte[] PERMIT_KEY = bytes(32, 3);
    private static final byte[] RECEIPT_KEY = bytes(32, 4);
    private static final byte[] CHALLENGE = bytes(32, 5);

    private final Tally tally = new Tally();
    private final SimulatedOperator operator = new SimulatedOperator(
            new Identity(OPERATOR, WORKSPACE, "host", Bytes.EMPTY, "", Bytes.wrap(RECEIPT_KEY)),
            new Conduct(Manner.printing("ok\n"), publicKey(PERMIT_KEY), Clock.fixed(NOW, ZoneOffset.UTC)),
            tally,
            Memory.ofTheLatest(),
            NOW);

    SimulatedOperatorTest() {
        operator.hello(CHALLENGE);
    }

    @Test
    void anApprovedOrderIsAnsweredWithASignedReceipt() {
        var frames = operator.onDeliver(order(PERMIT_KEY, CHALLENGE));

        assertThat(frames).hasSize(2);
        assertThat(frames.getFirst()).isInstanceOf(Frame.Started.class);
        var receipt = ((Frame.Report) frames.getLast()).receipt().verified(publicKey(RECEIPT_KEY));
        assertThat(receipt.outcome())
                .isInstanceOfSatisfying(
                        Outcome.Finished.class,
                        finished ->
                                assertThat(finished.stdout().shown().bytes()).isEqualTo(3));
    }

    @Test
    void aKnownOrderIsAnsweredWithTheSameReceiptAndRunsNothing() {
        var first = operator.onDeliver(order(PERMIT_KEY, CHALLENGE));
        var second = operator.onDeliver(order(PERMIT_KEY, CHALLENGE));

        assertThat(second).containsExactly(first.getLast());
        assertThat(tally.orders()).isEqualTo(1);
        assertThat(tally.repeatedOrders()).isEqualTo(1);
    }

    @Test
    void aForeignPermitIsRefused() {
        assertThat(refusal(operator.onDeliver(order(bytes(32, 9), CHALLENGE)))).isEqualTo(Refusal.PERMIT_INVALID);
    }

    @Test
    void anOrderForAnotherConnectionIsRefused() {
        assertThat(refusal(operator.onDeliver(order(PERMIT_KEY, bytes(32, 8))))).isEqualTo(Refusal.REPLAYED);
    }

    @Test
    void theWholeOutputIsReadFromAnyOffset() {
        Frame.Deliver order = order(PERMIT_KEY, CHALLENGE);
        operator.onDeliver(order);

        var frames = operator.onRead(new Frame.Read(7, order.order().execution(), 1, 0, 4));

        assertThat(frames).hasSize(2);
        assertThat(frames.getFirst())
                .isInstanceOfSatisfying(
                        Frame.Output.class,
                        output -> assertThat(output.data()).isEqualTo(Bytes.wrap(new byte[] {'k', '\n'})));
        assertThat(frames.getLast()).isEqualTo(new Frame.OutputEnd(7, Frame.OutputEnd.Reason.COMPLETE));
    }

    @Test
    void anOperatorOfANewProcessRunsNothingThatItsLogNames(@TempDir Path folder) {
        Path log = folder.resolve("runs");
        Frame.Deliver order = order(PERMIT_KEY, CHALLENGE);
        logged(log).onDeliver(order);

        var later = logged(log);
        var answer = later.onDeliver(order);
        later.onForbid(new Frame.Forbid(order.order().execution(), ProposalId.of(bytes(16, 6)), 1));

        assertThat(answer).singleElement().isInstanceOf(Frame.Report.class);
        assertThat(RunLog.read(log)).singleElement().satisfies(entry -> {
            assertThat(entry.deed()).isEqualTo(RunLog.Deed.RAN);
            assertThat(entry.execution()).isEqualTo(order.order().execution());
        });
    }

    @Test
    void whatWasForbiddenStaysSoInANewProcess(@TempDir Path folder) {
        Path log = folder.resolve("runs");
        Frame.Deliver order = order(PERMIT_KEY, CHALLENGE);
        logged(log).onForbid(new Frame.Forbid(order.order().execution(), ProposalId.of(bytes(16, 6)), 1));

        var answer = logged(log).onDeliver(order);

        assertThat(answer).hasSize(1);
        assertThat(RunLog.read(log)).extracting(RunLog.Entry::deed).containsExactly(RunLog.Deed.FORBIDDEN);
    }

    @Test
    void whatNobodyKeepsIsToldAgainAlsoByANewProcess(@TempDir Path folder) {
        Path log = folder.resolve("runs");
        logged(log).onDeliver(order(PERMIT_KEY, CHALLENGE));

        var later = logged(log);
        var untold = later.untold(later.sequence());
        assertThat(untold).hasSize(1);
        var receipt = untold.getFirst().receipt().content();
        later.onKept(new Frame.ReportKept(receipt.execution(), receipt.sequence()));

        assertThat(later.untold(later.sequence())).isEmpty();
        assertThat(logged(log).untold(Long.MAX_VALUE)).isEmpty();
    }

    private SimulatedOperator logged(Path log) {
        Identity identity = new Identity(OPERATOR, WORKSPACE, "host", Bytes.EMPTY, "", Bytes.wrap(RECEIPT_KEY));
        var again = new SimulatedOperator(
                identity,
                new Conduct(Manner.printing("ok\n"), publicKey(PERMIT_KEY), Clock.fixed(NOW, ZoneOffset.UTC)),
                tally,
                Memory.Book.at(log).of(identity),
                NOW);
        again.hello(CHALLENGE);
        return again;
    }

    private static Refusal refusal(List<Frame.FromOperator> frames) {
        var receipt = ((Frame.Report) frames.getLast()).receipt().verified(publicKey(RECEIPT_KEY));
        return ((Outcome.Refused) receipt.outcome()).reason();
    }

    private static Frame.Deliver order(byte[] permitKey, byte[] challenge) {
        var target = new Target(OPERATOR, publicKey(RECEIPT_KEY).digest(), 0, Target.NO_PARAMS);
        var tree = MerkleTree.over(List.of(target));
        var frozen = Frozen.freeze(new Proposal(
                ProposalId.of(bytes(16, 6)),
                WORKSPACE,
                RunCommand.of("echo ok"),
                Strategy.SEQUENTIAL,
                Limits.ONE_BY_ONE,
                Policy.defaults().digest(),
                new Validity(NOW, NOW.plus(Duration.ofMinutes(5))),
                1,
                tree.root()));
        UnaryOperator<byte[]> signer = Keys.signer(permitKey);
        var permit = Permit.sign(
                frozen.digest(),
                Permit.Authority.HUMAN,
                List.of(MemberId.of(bytes(16, 7))),
                List.of(),
                NOW,
                publicKey(permitKey).digest(),
                signer);
        var order = new Order(
                ExecutionId.of(frozen.digest(), OPERATOR, 1),
                1,
                frozen.bytes(),
                permit,
                Membership.of(tree, target, 0));
        return new Frame.Deliver(order, Bytes.wrap(challenge), 1);
    }

    private static VerifyingKey publicKey(byte[] key) {
        return VerifyingKey.wrap(
                new Ed25519PrivateKeyParameters(key).generatePublicKey().getEncoded());
    }

    private static byte[] bytes(int length, int value) {
        var bytes = new byte[length];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }
}
