package ai.dropops.cluster.approval;

import ai.dropops.protocol.action.Limits;
import ai.dropops.protocol.action.Strategy;
import ai.dropops.protocol.guard.Risk;
import ai.dropops.protocol.identity.Digest;
import ai.dropops.protocol.identity.MemberId;
import ai.dropops.protocol.identity.ProposalId;
import ai.dropops.protocol.identity.SessionId;
import ai.dropops.protocol.identity.WorkspaceId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Questions to decide about, and the people around them. */
final class Questions {
    static final WorkspaceId WORKSPACE = WorkspaceId.of(bytes(1));
    static final WorkspaceId ELSEWHERE = WorkspaceId.of(bytes(2));
    static final SessionId SESSION = SessionId.of(bytes(3));
    static final ProposalId PROPOSAL = ProposalId.of(bytes(4));
    static final MemberId ASKER = MemberId.of(bytes(10));
    static final MemberId ADA = MemberId.of(bytes(11));
    static final MemberId GRACE = MemberId.of(bytes(12));
    static final Digest DIGEST = Digest.of(new byte[] {1});
    static final Digest OTHER_DIGEST = Digest.of(new byte[] {2});
    static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    static final Duration TO_DECIDE = Duration.ofMinutes(5);
    static final Terms ONE_YES = new Terms(1, true, "");

    private Questions() {}

    static Question asked(Terms terms) {
        return question(terms, Risk.MEDIUM, Question.Answer.OPEN);
    }

    static Question question(Terms terms, Risk risk, Question.Answer answer) {
        return new Question(
                WORKSPACE,
                SESSION,
                ASKER,
                "192.0.2.1",
                DIGEST,
                3,
                Strategy.PARALLEL,
                Limits.ONE_BY_ONE,
                risk,
                terms,
                answer,
                NOW,
                NOW.plus(TO_DECIDE));
    }

    static Vote vote(MemberId by) {
        return new Vote(by, "192.0.2.9", NOW, List.of());
    }

    private static byte[] bytes(int last) {
        var bytes = new byte[16];
        bytes[15] = (byte) last;
        return bytes;
    }
}
