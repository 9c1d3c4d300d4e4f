package ai.dropops.cluster.execution;

import ai.dropops.protocol.action.Frozen;
import ai.dropops.protocol.action.Membership;
import ai.dropops.protocol.action.MerkleTree;
import ai.dropops.protocol.action.Order;
import ai.dropops.protocol.action.Permit;
import ai.dropops.protocol.action.Target;
import ai.dropops.protocol.identity.ExecutionId;
import ai.dropops.protocol.identity.WorkspaceId;
import java.time.Instant;
import java.util.List;

/** A proposal, its targets and the permit that covers exactly them: what orders are made from. */
public final class Permitted {
    private final Frozen frozen;
    private final Permit permit;
    private final List<Target> targets;
    private final MerkleTree tree;
    private final List<ExecutionId> executions;

    private Permitted(Frozen frozen, Permit permit, List<Target> targets, MerkleTree tree) {
        this.frozen = frozen;
        this.permit = permit;
        this.targets = targets;
        this.tree = tree;
        this.executions = targets.stream()
                .map(target -> ExecutionId.of(frozen.digest(), target.operator(), FIRST_ATTEMPT))
                .toList();
    }

    /** Checks that {@code permit} is for {@code frozen} and {@code targets} are those it names; an IllegalArgumentException otherwise. */
    public static Permitted check(WorkspaceId workspace, Frozen frozen, Permit permit, List<Target> targets) {
        var proposal = frozen.proposal();
        require(proposal.workspace().equals(workspace), "the proposal is of another workspace");
        require(permit.proposal().matches(frozen.digest()), "the permit is for another proposal");
        require(proposal.targetCount() == targets.size(), "targets are missing or too many");
        var tree = MerkleTree.over(targets);
        require(tree.root().matches(proposal.root()), "the stored targets are not those that were approved");
        return new Permitted(frozen, permit, List.copyOf(targets), tree);
    }

    public Frozen frozen() {
        return frozen;
    }

    public Target target(int index) {
        return targets.get(index);
    }

    /** Until when hosts accept orders. */
    public Instant notAfter() {
        return frozen.proposal().validity().notAfter();
    }

    /** The key of the first attempt of target {@code index}. */
    public ExecutionId execution(int index) {
        return executions.get(index);
    }

    Order order(int index) {
        var membership = Membership.of(tree, targets.get(index), index);
        return new Order(execution(index), FIRST_ATTEMPT, frozen.bytes(), permit, membership);
    }

    /** Nothing is retried by itself, so every order is the first attempt. */
    static final int FIRST_ATTEMPT = 1;

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}
