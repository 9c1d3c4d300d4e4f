package ai.dropops.protocol.action;

import ai.dropops.protocol.identity.Digest;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/** The targets of a proposal as one root: a binary hash tree of RFC 6962 shape over leaves in strictly ascending operator order. */
public final class MerkleTree {
    private static final byte[] NODE = {1};

    /** Level 0 holds the leaves, the last level the root. */
    private final List<List<Digest>> levels;

    private MerkleTree(List<List<Digest>> levels) {
        this.levels = levels;
    }

    /** The tree over {@code targets}, which must not be empty and must ascend strictly by operator id. */
    public static MerkleTree over(List<Target> targets) {
        if (targets.isEmpty()) {
            throw new IllegalArgumentException("a proposal names at least one host");
        }
        for (int i = 1; i < targets.size(); i++) {
            if (targets.get(i - 1).operator().compareTo(targets.get(i).operator()) >= 0) {
                throw new IllegalArgumentException("targets must ascend strictly by operator id");
            }
        }
        var levels = new ArrayList<List<Digest>>();
        levels.add(IntStream.range(0, targets.size())
                .mapToObj(index -> targets.get(index).leaf(index))
                .toList());
        while (levels.getLast().size() > 1) {
            levels.add(parents(levels.getLast()));
        }
        return new MerkleTree(List.copyOf(levels));
    }

    public int size() {
        return levels.getFirst().size();
    }

    public Digest root() {
        return levels.getLast().getFirst();
    }

    /** The siblings on the way from leaf {@code index} to the root, lowest first. */
    public List<Digest> path(int index) {
        var path = new ArrayList<Digest>();
        int at = Objects.checkIndex(index, size());
        for (List<Digest> level : levels.subList(0, levels.size() - 1)) {
            int sibling = at ^ 1;
            if (sibling < level.size()) {
                path.add(level.get(sibling));
            }
            at >>= 1;
        }
        return List.copyOf(path);
    }

    /** Whether {@code leaf} is number {@code index} of the {@code size} leaves under {@code root} (RFC 9162 §2.1.3.2). */
    static boolean contains(Digest root, int size, int index, Digest leaf, List<Digest> path) {
        if (index < 0 || index >= size) {
            return false;
        }
        Digest hash = leaf;
        int at = index;
        int last = size - 1;
        int used = 0;
        while (last > 0) {
            boolean hasSibling = (at & 1) == 1 || at < last;
            if (hasSibling) {
                if (used == path.size()) {
                    return false;
                }
                Digest sibling = path.get(used++);
                hash = (at & 1) == 1 ? parent(sibling, hash) : parent(hash, sibling);
            }
            at >>= 1;
            last >>= 1;
        }
        return used == path.size() && hash.matches(root);
    }

    private static List<Digest> parents(List<Digest> level) {
        var parents = new ArrayList<Digest>((level.size() + 1) / 2);
        for (int i = 0; i + 1 < level.size(); i += 2) {
            parents.add(parent(level.get(i), level.get(i + 1)));
        }
        if (level.size() % 2 == 1) {
            parents.add(level.getLast());
        }
        return List.copyOf(parents);
    }

    private static Digest parent(Digest left, Digest right) {
        return Digest.of(NODE, left.array(), right.array());
    }
}
