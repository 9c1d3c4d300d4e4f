package ai.dropops.protocol.action;

import ai.dropops.protocol.identity.Digest;
import ai.dropops.protocol.identity.OperatorId;
import java.util.List;

/**
 * The proof that one host is among the targets of a proposal.
 *
 * @param index the host's place among the targets, counted from 0
 * @param path the siblings up to the root, lowest first
 */
public record Membership(int index, int wave, Digest params, List<Digest> path) {
    private static final int MAX_DEPTH = 32;

    public Membership {
        path = List.copyOf(path);
        if (index < 0 || wave < 0) {
            throw new IllegalArgumentException("hosts and waves are counted from 0");
        }
        if (path.size() > MAX_DEPTH) {
            throw new IllegalArgumentException("a membership proof has at most " + MAX_DEPTH + " steps");
        }
    }

    /** The proof for target {@code index} of {@code tree}. */
    public static Membership of(MerkleTree tree, Target target, int index) {
        return new Membership(index, target.wave(), target.params(), tree.path(index));
    }

    /** Whether this proves that {@code proposal} names {@code operator} with the key {@code operatorKey}. */
    public boolean proves(Proposal proposal, OperatorId operator, Digest operatorKey) {
        Digest leaf = new Target(operator, operatorKey, wave, params).leaf(index);
        return wave == proposal.waves().of(index)
                && MerkleTree.contains(proposal.root(), proposal.targetCount(), index, leaf, path);
    }
}
