package ai.dropops.persistence.view;

import ai.dropops.protocol.action.Limits;
import ai.dropops.protocol.action.Strategy;
import ai.dropops.protocol.guard.Risk;
import ai.dropops.protocol.identity.Bytes;
import ai.dropops.protocol.identity.Digest;
import ai.dropops.protocol.identity.MemberId;
import ai.dropops.protocol.identity.ProposalId;
import ai.dropops.protocol.identity.SessionId;
import ai.dropops.protocol.identity.WorkspaceId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An approval as lists show it; the action and the words about it are sealed, see {@link Proposals}.
 *
 * @param digest of the frozen proposal
 * @param quorum how many members have to agree
 * @param requesterMayApprove whether the one who asks may be among them
 * @param requestedFrom the address it was asked from, empty where none was kept
 * @param votes who has said yes or no, the first first
 * @param decidedBy null while it is open, and when nobody decided
 * @param feedback of whoever denied it, sealed; empty when nothing was said
 */
public record ApprovalRow(
        ProposalId id,
        WorkspaceId workspace,
        long sequence,
        SessionId session,
        ApprovalStatus state,
        Digest digest,
        int targetCount,
        Strategy strategy,
        Limits limits,
        Risk risk,
        int quorum,
        boolean requesterMayApprove,
        MemberId requestedBy,
        String requestedFrom,
        Instant requestedAt,
        Instant expiresAt,
        List<Vote> votes,
        @Nullable MemberId decidedBy,
        @Nullable Instant decidedAt,
        boolean selfApproved,
        Bytes feedback,
        boolean acknowledged) {
    /**
     * One member's word.
     *
     * @param address where the request came from, empty where none was kept
     */
    public record Vote(MemberId by, boolean yes, Instant at, String address) {}

    public ApprovalRow {
        votes = List.copyOf(votes);
    }
}
