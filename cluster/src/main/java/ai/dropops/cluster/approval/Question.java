package ai.dropops.cluster.approval;

import ai.dropops.protocol.action.Limits;
import ai.dropops.protocol.action.Strategy;
import ai.dropops.protocol.guard.Risk;
import ai.dropops.protocol.identity.Digest;
import ai.dropops.protocol.identity.MemberId;
import ai.dropops.protocol.identity.SessionId;
import ai.dropops.protocol.identity.WorkspaceId;
import java.time.Instant;
import java.util.List;

/**
 * What is put to humans, but for the action and the words about it, which are sealed with the proposal.
 *
 * @param address where it was asked from
 * @param digest of the frozen proposal
 * @param expiresAt until when an answer counts
 */
public record Question(
        WorkspaceId workspace,
        SessionId asker,
        MemberId by,
        String address,
        Digest digest,
        int targetCount,
        Strategy strategy,
        Limits limits,
        Risk risk,
        Terms terms,
        Answer answer,
        Instant askedAt,
        Instant expiresAt) {
    public Question {
        if (answer == Answer.SELF && (risk == Risk.HIGH || !terms.allowsSelf())) {
            throw new IllegalArgumentException("nobody approves in passing what needs a second look or another person");
        }
    }

    /** Whose word is waited for. */
    public enum Answer {
        /** Somebody must decide. */
        OPEN,
        /** The caller approves what the caller proposes; never for HIGH. */
        SELF,
        /** The judgement was Allow. */
        AUTOMATIC
    }

    Vote ownVote() {
        return new Vote(by, address, askedAt, List.of());
    }
}
