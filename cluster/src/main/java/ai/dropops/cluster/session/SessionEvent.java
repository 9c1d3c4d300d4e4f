package ai.dropops.cluster.session;

import ai.dropops.cluster.approval.Question;
import ai.dropops.persistence.journal.Stored;
import ai.dropops.protocol.identity.Bytes;
import ai.dropops.protocol.identity.Digest;
import ai.dropops.protocol.identity.MemberId;
import ai.dropops.protocol.identity.OperatorId;
import ai.dropops.protocol.identity.ProposalId;
import ai.dropops.protocol.identity.WorkspaceId;
import java.time.Instant;

/** What has happened to a session, for ever. */
public sealed interface SessionEvent extends Stored {
    record Opened(WorkspaceId workspace, MemberId member, Instant at) implements SessionEvent {}

    record OperatorBound(OperatorId operator, Instant at) implements SessionEvent {}

    record OperatorUnbound(OperatorId operator, Instant at) implements SessionEvent {}

    /**
     * A wish was frozen; its bytes and targets were stored before.
     *
     * @param key the idempotency key, empty when there was none
     * @param wish the digest of what was wished under that key
     */
    record Proposed(ProposalId proposal, Question question, String key, Digest wish) implements SessionEvent {}

    /**
     * The guard forbade a wish.
     *
     * @param address where it came from, empty where none was kept
     * @param brief sealed: what it would have done, and why it must not
     */
    record Denied(MemberId by, String address, Bytes brief, Instant at) implements SessionEvent {}

    /** The proposal's decision has been acted on. */
    record Closed(ProposalId proposal) implements SessionEvent {}
}
