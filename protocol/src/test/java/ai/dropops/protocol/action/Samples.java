package ai.dropops.protocol.action;

import ai.dropops.protocol.action.Action.RunCommand;
import ai.dropops.protocol.identity.Digest;
import ai.dropops.protocol.identity.ExecutionId;
import ai.dropops.protocol.identity.MemberId;
import ai.dropops.protocol.identity.OperatorId;
import ai.dropops.protocol.identity.ProposalId;
import ai.dropops.protocol.identity.SigningKey;
import ai.dropops.protocol.identity.VaultId;
import ai.dropops.protocol.identity.WorkspaceId;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** One fixed value of each kind, never to change: the golden tests freeze what becomes of them. */
public final class Samples {
    public static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    public static final SigningKey PERMIT_KEY = SigningKey.numbered(1);
    public static final SigningKey RECEIPT_KEY = SigningKey.numbered(2);
    public static final SigningKey APPROVER_KEY = SigningKey.numbered(3);
    public static final WorkspaceId WORKSPACE = WorkspaceId.of(bytes(16, 3));
    public static final ProposalId PROPOSAL_ID = ProposalId.of(bytes(16, 4));
    public static final VaultId VAULT = VaultId.of(bytes(16, 11));
    public static final ChainHead HEAD = new ChainHead(VAULT, 21, Digest.of(bytes(3, 12)));
    public static final MemberId MEMBER = MemberId.of(bytes(16, 5));
    public static final List<Target> TARGETS = targets(3);
    public static final MerkleTree TREE = MerkleTree.over(TARGETS);
    public static final RunCommand COMMAND = new RunCommand(
            "echo $((6*7)); exit 3",
            "/srv",
            new TreeMap<>(Map.of("LANG", "C.UTF-8", "GREETING", "grüß dich 👋")),
            "",
            Profile.CHANGE,
            RunCommand.NO_STDIN);
    public static final Proposal PROPOSAL = new Proposal(
            PROPOSAL_ID,
            WORKSPACE,
            COMMAND,
            Strategy.PARALLEL,
            new Limits(2, 3, 0, 1, Duration.ZERO, false),
            Digest.of(bytes(4, 6)),
            new Validity(NOON, NOON.plusSeconds(3600)),
            TARGETS.size(),
            TREE.root());
    public static final Frozen FROZEN = Frozen.freeze(PROPOSAL);
    public static final Permit PERMIT = Permit.sign(
            FROZEN.digest(),
            Permit.Authority.HUMAN,
            List.of(MEMBER),
            List.of(ApproverSignature.sign(FROZEN.digest(), APPROVER_KEY.verifying(), APPROVER_KEY::sign)),
            NOON.plusSeconds(5),
            PERMIT_KEY.verifying().digest(),
            PERMIT_KEY::sign);

    private Samples() {}

    /** {@code count} targets in ascending order. */
    public static List<Target> targets(int count) {
        return IntStream.range(0, count).mapToObj(Samples::target).toList();
    }

    public static Target target(int number) {
        return new Target(operator(number), Digest.of(number(number)), 0, Target.NO_PARAMS);
    }

    public static OperatorId operator(int number) {
        return OperatorId.of(
                ByteBuffer.allocate(16).putInt(0x0d0d0d0d).putInt(number).array());
    }

    public static Receipt receipt(ExecutionId execution) {
        var stdout = new Output(new Volume(3, Digest.of(new byte[] {'4', '2', '\n'})), 4);
        var outcome = new Outcome.Finished(3, false, NOON, NOON.plusMillis(42), stdout, Output.NONE);
        return new Receipt(execution, PROPOSAL_ID, operator(1), 1, 7, outcome, HEAD);
    }

    public static byte[] bytes(int size, int value) {
        var bytes = new byte[size];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    private static byte[] number(int number) {
        return ByteBuffer.allocate(Integer.BYTES).putInt(number).array();
    }
}
