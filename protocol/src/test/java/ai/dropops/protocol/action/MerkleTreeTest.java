package ai.dropops.protocol.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.dropops.protocol.identity.Digest;
import ai.dropops.protocol.identity.OperatorId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

final class MerkleTreeTest {
    private static final int LARGE = 10_000;

    @Test
    void theRootIsTheOneOfRfc6962() {
        for (int size = 1; size <= 200; size++) {
            var targets = Samples.targets(size);
            assertThat(MerkleTree.over(targets).root()).as("%d leaves", size).isEqualTo(reference(targets, 0, size));
        }
        var targets = Samples.targets(LARGE);
        assertThat(MerkleTree.over(targets).root()).isEqualTo(reference(targets, 0, LARGE));
    }

    @Test
    void everyTargetIsProvenAMember() {
        for (int size = 1; size <= 200; size++) {
            everyTargetIsProvenAMember(size);
        }
        everyTargetIsProvenAMember(LARGE);
    }

    private static void everyTargetIsProvenAMember(int size) {
        var targets = Samples.targets(size);
        var tree = MerkleTree.over(targets);
        var proposal = naming(tree, size, 1);
        for (int i = 0; i < size; i++) {
            var target = targets.get(i);
            var membership = Membership.of(tree, target, i);
            assertThat(membership.proves(proposal, target.operator(), target.operatorKey()))
                    .as("%d of %d", i, size)
                    .isTrue();
        }
    }

    @Test
    void nothingElseIsProven() {
        for (int size = 1; size <= 33; size++) {
            var targets = Samples.targets(size);
            var tree = MerkleTree.over(targets);
            for (int i = 0; i < size; i++) {
                nothingElseIsProven(targets, tree, i);
            }
        }
    }

    private static void nothingElseIsProven(List<Target> targets, MerkleTree tree, int index) {
        int size = targets.size();
        var target = targets.get(index);
        var proof = Membership.of(tree, target, index);
        var proposal = naming(tree, size, 2);
        assertThat(holds(proof, proposal, target)).isTrue();

        for (int other = 0; other < size + 2; other++) {
            if (other != index) {
                var moved = new Membership(other, proof.wave(), proof.params(), proof.path());
                assertThat(holds(moved, proposal, target)).isFalse();
                assertThat(holds(proof, proposal, Samples.target(other))).isFalse();
            }
        }
        var otherKey = new Target(target.operator(), Digest.of(Samples.bytes(1, 9)), 0, Target.NO_PARAMS);
        assertThat(holds(proof, proposal, otherKey)).isFalse();
        assertThat(holds(new Membership(index, 1, proof.params(), proof.path()), proposal, target))
                .isFalse();
        assertThat(holds(new Membership(index, 0, Digest.of(Samples.bytes(1, 9)), proof.path()), proposal, target))
                .isFalse();
        for (List<Digest> path : wrongPaths(proof.path())) {
            assertThat(holds(new Membership(index, 0, proof.params(), path), proposal, target))
                    .isFalse();
        }
    }

    private static List<List<Digest>> wrongPaths(List<Digest> path) {
        var foreign = Digest.of(Samples.bytes(1, 9));
        var wrong = new ArrayList<List<Digest>>();
        var longer = new ArrayList<>(path);
        longer.add(foreign);
        wrong.add(longer);
        for (int i = 0; i < path.size(); i++) {
            var changed = new ArrayList<>(path);
            changed.set(i, foreign);
            wrong.add(changed);
            var shorter = new ArrayList<>(path);
            shorter.remove(i);
            wrong.add(shorter);
        }
        if (path.size() > 1) {
            var reversed = new ArrayList<>(path);
            Collections.reverse(reversed);
            wrong.add(reversed);
        }
        return wrong;
    }

    @Test
    void aWrongSizeIsNoticedWhereverItChangesTheShapeOfTheProof() {
        var targets = Samples.targets(9);
        var tree = MerkleTree.over(targets);
        var last = Membership.of(tree, targets.get(8), 8);
        for (int size : new int[] {1, 8, 10, 11, 12, 16, 17, 100_000}) {
            assertThat(holds(last, naming(tree, size, 1), targets.get(8)))
                    .as("%d instead of 9", size)
                    .isFalse();
        }
    }

    @Test
    void aNodeIsNoLeaf() {
        var targets = Samples.targets(4);
        var tree = MerkleTree.over(targets);
        Digest node = reference(targets, 0, 2);
        Digest sibling = reference(targets, 2, 4);
        assertThat(MerkleTree.contains(tree.root(), 2, 0, node, List.of(sibling)))
                .isTrue();
        assertThat(targets.get(0).leaf(0)).isNotEqualTo(node);
    }

    @Test
    void aWaveBeyondTheApprovedOnesIsNoMember() {
        var target = new Target(Samples.operator(1), Digest.of(Samples.bytes(1, 1)), 1, Target.NO_PARAMS);
        var tree = MerkleTree.over(List.of(target));
        var proof = Membership.of(tree, target, 0);
        assertThat(holds(proof, naming(tree, 1, 2), target)).isTrue();
        assertThat(holds(proof, naming(tree, 1, 1), target)).isFalse();
    }

    @Test
    void targetsAscendStrictly() {
        assertThatThrownBy(() -> MerkleTree.over(List.of())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> MerkleTree.over(List.of(Samples.target(1), Samples.target(1))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> MerkleTree.over(List.of(Samples.target(2), Samples.target(1))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void thereIsNoProofForWhatIsNotInTheTree() {
        var tree = Samples.TREE;
        assertThatThrownBy(() -> tree.path(3)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> tree.path(-1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> new Membership(-1, 0, Target.NO_PARAMS, List.of()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Membership(0, -1, Target.NO_PARAMS, List.of()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Membership(0, 0, Target.NO_PARAMS, Collections.nCopies(33, Target.NO_PARAMS)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static boolean holds(Membership membership, Proposal proposal, Target target) {
        OperatorId operator = target.operator();
        return membership.proves(proposal, operator, target.operatorKey());
    }

    private static Proposal naming(MerkleTree tree, int size, int waves) {
        var sample = Samples.PROPOSAL;
        return new Proposal(
                sample.id(),
                sample.workspace(),
                sample.action(),
                sample.strategy(),
                new Limits(1, waves, false),
                sample.policy(),
                sample.validity(),
                size,
                tree.root());
    }

    /** MTH of RFC 6962 §2.1, word for word: the left side takes the largest power of two smaller than n. */
    private static Digest reference(List<Target> targets, int from, int to) {
        int n = to - from;
        if (n == 1) {
            return targets.get(from).leaf(from);
        }
        int k = Integer.highestOneBit(n - 1);
        return Digest.of(
                new byte[] {1},
                reference(targets, from, from + k).array(),
                reference(targets, from + k, to).array());
    }
}
