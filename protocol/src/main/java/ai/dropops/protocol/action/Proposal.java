package ai.dropops.protocol.action;

import ai.dropops.protocol.identity.Digest;
import ai.dropops.protocol.identity.ProposalId;
import ai.dropops.protocol.identity.WorkspaceId;
import java.time.Instant;

/**
 * An action, its exact targets and its limits, as they are put to a human.
 *
 * @param id its 16 bytes are random, so no two proposals share a digest
 * @param policy the digest of the policy it was judged under
 * @param targetCount how many hosts {@code root} stands for
 * @param root the root of the {@link MerkleTree} over the targets
 */
public record Proposal(
        ProposalId id,
        WorkspaceId workspace,
        Action action,
        Strategy strategy,
        Limits limits,
        Digest policy,
        Validity validity,
        int targetCount,
        Digest root) {
    private static final int MAX_TARGETS = 100_000;

    public Proposal {
        if (targetCount < 1 || targetCount > MAX_TARGETS) {
            throw new IllegalArgumentException("a proposal names between 1 and " + MAX_TARGETS + " hosts");
        }
        limits.requireFit(strategy);
        if (limits.deliverBy(validity).isAfter(validity.notAfter())) {
            throw new IllegalArgumentException("no order is delivered after the permit's time");
        }
    }

    /** Until when a host that was away still gets its order. */
    public Instant deliverBy() {
        return limits.deliverBy(validity);
    }

    /** The waves in which its hosts have their turn. */
    public Waves waves() {
        return Waves.of(strategy, limits, targetCount);
    }
}
