package ai.dropops.operator.control;

import ai.dropops.protocol.action.Action;
import ai.dropops.protocol.action.Action.RunCommand;
import ai.dropops.protocol.action.ApproverSignature;
import ai.dropops.protocol.action.Approvers;
import ai.dropops.protocol.action.Frozen;
import ai.dropops.protocol.action.Limits;
import ai.dropops.protocol.action.Membership;
import ai.dropops.protocol.action.MerkleTree;
import ai.dropops.protocol.action.Order;
import ai.dropops.protocol.action.Permit;
import ai.dropops.protocol.action.Proposal;
import ai.dropops.protocol.action.Strategy;
import ai.dropops.protocol.action.Target;
import ai.dropops.protocol.action.Validity;
import ai.dropops.protocol.guard.Policy;
import ai.dropops.protocol.identity.Digest;
import ai.dropops.protocol.identity.ExecutionId;
import ai.dropops.protocol.identity.MemberId;
import ai.dropops.protocol.identity.OperatorId;
import ai.dropops.protocol.identity.ProposalId;
import ai.dropops.protocol.identity.VerifyingKey;
import ai.dropops.protocol.identity.WorkspaceId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Orders as an honest control plane makes them, and as a dishonest one might: each part can be replaced. */
public record Approvals(
        Action action,
        WorkspaceId workspace,
        OperatorId operator,
        Digest operatorKey,
        KeyPair permitKey,
        Permit.Authority authority,
        Validity validity,
        int attempts,
        int attempt,
        List<KeyPair> approvers) {
    /** More hosts than there are, so that all are of one wave. */
    private static final int ALL = 1000;

    public static Approvals of(String command, FakeControlPlane plane) {
        return new Approvals(
                RunCommand.of(command),
                plane.workspace,
                plane.operator,
                plane.receiptKey().digest(),
                plane.permitKey,
                Permit.Authority.HUMAN,
                lasting(Duration.ofMinutes(10)),
                1,
                1,
                List.of());
    }

    public static Validity lasting(Duration duration) {
        Instant now = Instant.now();
        return new Validity(now.minusSeconds(1), now.plus(duration));
    }

    public Approvals run(Action action) {
        return new Approvals(
                action, workspace, operator, operatorKey, permitKey, authority, validity, attempts, attempt, approvers);
    }

    public Approvals workspace(WorkspaceId workspace) {
        return new Approvals(
                action, workspace, operator, operatorKey, permitKey, authority, validity, attempts, attempt, approvers);
    }

    public Approvals operatorKey(Digest operatorKey) {
        return new Approvals(
                action, workspace, operator, operatorKey, permitKey, authority, validity, attempts, attempt, approvers);
    }

    public Approvals permitKey(KeyPair permitKey) {
        return new Approvals(
                action, workspace, operator, operatorKey, permitKey, authority, validity, attempts, attempt, approvers);
    }

    public Approvals authority(Permit.Authority authority) {
        return new Approvals(
                action, workspace, operator, operatorKey, permitKey, authority, validity, attempts, attempt, approvers);
    }

    public Approvals validity(Validity validity) {
        return new Approvals(
                action, workspace, operator, operatorKey, permitKey, authority, validity, attempts, attempt, approvers);
    }

    public Approvals attempt(int attempt, int attempts) {
        return new Approvals(
                action, workspace, operator, operatorKey, permitKey, authority, validity, attempts, attempt, approvers);
    }

    /** Those who sign themselves as well. */
    public Approvals approvers(List<KeyPair> approvers) {
        return new Approvals(
                action, workspace, operator, operatorKey, permitKey, authority, validity, attempts, attempt, approvers);
    }

    public Approvals operator(OperatorId operator) {
        return new Approvals(
                action, workspace, operator, operatorKey, permitKey, authority, validity, attempts, attempt, approvers);
    }

    /** A file that demands {@code threshold} of these people's signatures. */
    public static Path approverFile(Path folder, int threshold, KeyPair... keys) throws IOException {
        var lines = new ArrayList<>(List.of("dropops approvers 1", "version 1", "threshold " + threshold));
        for (KeyPair key : keys) {
            lines.add(Approvers.line("person" + lines.size(), VerifyingKey.of(key.getPublic())));
        }
        return Files.write(folder.resolve("approvers.txt"), lines);
    }

    /** The order, and the proposal inside it, which names three more hosts. */
    public Order order() {
        var target = new Target(operator, operatorKey, 0, Target.NO_PARAMS);
        List<Target> targets = Stream.concat(
                        Stream.of(target), Stream.generate(Approvals::another).limit(3))
                .sorted(Comparator.comparing(Target::operator))
                .toList();
        var tree = MerkleTree.over(targets);
        Frozen frozen = Frozen.freeze(new Proposal(
                ProposalId.of(FakeControlPlane.random(16)),
                workspace,
                action,
                Strategy.ROLLING,
                new Limits(attempts, ALL, ALL, 0, Duration.ZERO, false),
                Policy.defaults().digest(),
                validity,
                tree.size(),
                tree.root()));
        List<MemberId> members = authority == Permit.Authority.HUMAN
                ? List.of(MemberId.of(FakeControlPlane.random(16)), MemberId.of(FakeControlPlane.random(16)))
                : List.of();
        Permit permit = Permit.sign(
                frozen.digest(),
                authority,
                members,
                approvers.stream().map(key -> yes(frozen.digest(), key)).toList(),
                Instant.now(),
                VerifyingKey.of(permitKey.getPublic()).digest(),
                message -> FakeControlPlane.sign(permitKey, message));
        return new Order(
                ExecutionId.of(frozen.digest(), operator, attempt),
                attempt,
                frozen.bytes(),
                permit,
                Membership.of(tree, target, targets.indexOf(target)));
    }

    private static Target another() {
        var key = Digest.wrap(FakeControlPlane.random(32));
        return new Target(OperatorId.of(FakeControlPlane.random(16)), key, 0, Target.NO_PARAMS);
    }

    private static ApproverSignature yes(Digest proposal, KeyPair key) {
        return ApproverSignature.sign(
                proposal, VerifyingKey.of(key.getPublic()), message -> FakeControlPlane.sign(key, message));
    }
}
