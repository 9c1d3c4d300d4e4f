package ai.dropops.protocol.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.dropops.protocol.identity.Digest;
import ai.dropops.protocol.identity.OperatorId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

final class MerkleTreeTest {
    private static final int LARGE = 10_000;
    /** How many hosts make a wave. */
    private static final int WAVE = 100;

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
        var proposal = naming(tree, size, size);
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
        var proposal = naming(tree, size, WAVE);
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

    @Property
    void aProofHoldsForItsOwnLeafAndPlaceAlone(@ForAll("fleets") List<Target> targets, @ForAll Random random) {
        int size = targets.size();
        var tree = MerkleTree.over(targets);
        var proposal = naming(tree, size, WAVE);
        for (int i = 0; i < size; i++) {
            assertThat(holds(Membership.of(tree, targets.get(i), i), proposal, targets.get(i)))
                    .isTrue();
        }
        int index = random.nextInt(size);
        var target = targets.get(index);
        var proof = Membership.of(tree, target, index);
        for (int other = 0; other < size; other++) {
            if (other != index) {
                var elsewhere = targets.get(other);
                var borrowed = new Membership(other, elsewhere.wave(), elsewhere.params(), proof.path());
                assertThat(holds(borrowed, proposal, elsewhere)).isFalse();
                assertThat(holds(proof, proposal, elsewhere)).isFalse();
                assertThat(MerkleTree.contains(tree.root(), size, other, target.leaf(index), proof.path()))
                        .isFalse();
            }
        }
    }

    /** A root does not say its size; the digest of the proposal holds both. */
    @Property
    void anotherSizeIsRefusedUnlessTheWayUpIsTheSame(
            @ForAll("fleets") List<Target> targets, @ForAll @IntRange(min = 1, max = 300) int other) {
        int size = targets.size();
        var tree = MerkleTree.over(targets);
        for (int i = 0; i < size; i++) {
            var proof = Membership.of(tree, targets.get(i), i);
            assertThat(holds(proof, naming(tree, other, WAVE), targets.get(i)))
                    .as("%d of %d, said to be of %d", i, size, other)
                    .isEqualTo(i < other && way(i, other).equals(way(i, size)));
        }
    }

    @Property
    void aNodePassedOffAsALeafIsRefused(@ForAll("fleets") List<Target> targets, @ForAll Random random) {
        var tree = MerkleTree.over(targets);
        int index = random.nextInt(targets.size());
        var target = targets.get(index);
        var path = Membership.of(tree, target, index).path();
        int at = index;
        int width = targets.size();
        int span = 1;
        while (width > 1) {
            path = (at ^ 1) < width ? path.subList(1, path.size()) : path;
            at /= 2;
            width = (width + 1) / 2;
            span *= 2;
            int end = Math.min((at + 1) * span, targets.size());
            Digest node = reference(targets, at * span, end);
            assertThat(MerkleTree.contains(tree.root(), width, at, node, path))
                    .as("the way up from the node is right")
                    .isTrue();
            var proof = new Membership(at, at / WAVE, target.params(), path);
            assertThat(holds(proof, naming(tree, width, WAVE), target)).isFalse();
            if (end - at * span > 1) {
                assertThat(targets.stream().map(any -> any.leaf(index))).doesNotContain(node);
            }
        }
    }

    @Property
    void targetsTwiceOrOutOfOrderAreRefused(@ForAll("fleets") List<Target> targets, @ForAll Random random) {
        var twice = new ArrayList<>(targets);
        int copied = random.nextInt(targets.size());
        twice.add(copied, targets.get(copied));
        assertThatThrownBy(() -> MerkleTree.over(twice)).isInstanceOf(IllegalArgumentException.class);

        var shuffled = new ArrayList<>(targets);
        Collections.shuffle(shuffled, random);
        if (!shuffled.equals(targets)) {
            assertThatThrownBy(() -> MerkleTree.over(shuffled)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> MerkleTree.over(List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    /** Up to 300 hosts of random ids and keys, in different waves. */
    @Provide
    Arbitrary<List<Target>> fleets() {
        var sizes = Arbitraries.integers().between(1, 300);
        return Combinators.combine(sizes, Arbitraries.longs()).as((size, seed) -> {
            var random = new Random(seed);
            var sorted = IntStream.range(0, size)
                    .mapToObj(_ -> new Target(
                            OperatorId.of(random(random, 16)),
                            Digest.wrap(random(random, 32)),
                            0,
                            Digest.wrap(random(random, 32))))
                    .sorted(Comparator.comparing(Target::operator))
                    .toList();
            return IntStream.range(0, size)
                    .mapToObj(index -> inWave(sorted.get(index), index / WAVE))
                    .toList();
        });
    }

    private static Target inWave(Target target, int wave) {
        return new Target(target.operator(), target.operatorKey(), wave, target.params());
    }

    @Test
    void aHostInAnotherWaveThanItsPlaceSaysIsNoMember() {
        var second = inWave(Samples.target(1), 1);
        var tree = MerkleTree.over(List.of(Samples.target(0), second));
        var proof = Membership.of(tree, second, 1);
        assertThat(holds(proof, naming(tree, 2, 1), second)).isTrue();
        assertThat(holds(proof, naming(tree, 2, 2), second)).isFalse();
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

    private static Proposal naming(MerkleTree tree, int size, int wave) {
        var sample = Samples.PROPOSAL;
        return new Proposal(
                sample.id(),
                sample.workspace(),
                sample.action(),
                Strategy.ROLLING,
                new Limits(1, wave, 0, 0, Duration.ZERO, false),
                sample.policy(),
                sample.validity(),
                size,
                tree.root());
    }

    /** On which side the siblings stand from leaf {@code index} of {@code size} up to the root: PATH of RFC 6962 §2.1.1. */
    private static String way(int index, int size) {
        if (size == 1) {
            return "";
        }
        int k = Integer.highestOneBit(size - 1);
        return index < k ? way(index, k) + "r" : way(index - k, size - k) + "l";
    }

    private static byte[] random(Random random, int size) {
        var bytes = new byte[size];
        random.nextBytes(bytes);
        return bytes;
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
