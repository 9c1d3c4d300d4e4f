package ai.dropops.cluster.batch;

import ai.dropops.cluster.batch.Batch.Command.Abandon;
import ai.dropops.cluster.batch.Batch.Command.Begin;
import ai.dropops.cluster.execution.Permitted;
import ai.dropops.persistence.journal.Stored;
import ai.dropops.persistence.view.BatchStatus;
import ai.dropops.persistence.view.WaveProgress.GoAhead;
import ai.dropops.protocol.action.Limits;
import ai.dropops.protocol.action.Permit;
import ai.dropops.protocol.action.Proposal;
import ai.dropops.protocol.action.Strategy;
import ai.dropops.protocol.action.Validity;
import ai.dropops.protocol.action.Waves;
import ai.dropops.protocol.identity.MemberId;
import ai.dropops.protocol.identity.WorkspaceId;
import java.time.Instant;
import java.util.List;

/** What has happened to a batch, for ever; targets are named by index. */
public sealed interface BatchEvent extends Stored {
    record Begun(Opening opening, Permit permit) implements BatchEvent {}

    /** Their orders may leave from now on. */
    record Dispatched(List<Range> targets, Instant at) implements BatchEvent {
        public Dispatched {
            targets = List.copyOf(targets);
        }
    }

    /** These targets stand so; a receipt, where there is one, was stored before. */
    record Settled(Mark mark, List<Range> targets, Instant at) implements BatchEvent {
        public Settled {
            targets = List.copyOf(targets);
        }
    }

    /** All hosts before {@code wave}, counted from 0, are done, and it has to wait. */
    record Halted(int wave, Instant at) implements BatchEvent {}

    /** A member let the next wave begin. */
    record WentOn(GoAhead goAhead) implements BatchEvent {}

    record CancelAsked(MemberId by, Instant at) implements BatchEvent {}

    record Ended(BatchStatus status, Instant at) implements BatchEvent {}

    /** It will never begin. */
    record Abandoned(Opening opening) implements BatchEvent {}

    /**
     * Whose batch it is, and its shape.
     *
     * @param requesterMayGoOn whether the one who asked for it may let a wave begin
     * @param at when it began, or was given up
     */
    record Opening(
            WorkspaceId workspace,
            MemberId by,
            int targetCount,
            Strategy strategy,
            Limits limits,
            boolean requesterMayGoOn,
            Instant createdAt,
            Instant notAfter,
            Instant at) {
        static Opening of(Begin begin, Permitted permitted, Instant now) {
            Proposal proposal = permitted.frozen().proposal();
            return new Opening(
                    begin.workspace(),
                    begin.by(),
                    proposal.targetCount(),
                    proposal.strategy(),
                    proposal.limits(),
                    begin.requesterMayGoOn(),
                    proposal.validity().notBefore(),
                    proposal.validity().notAfter(),
                    now);
        }

        static Opening of(Abandon abandon, Instant now) {
            return new Opening(
                    abandon.workspace(),
                    abandon.by(),
                    abandon.targetCount(),
                    abandon.strategy(),
                    abandon.limits(),
                    false,
                    abandon.createdAt(),
                    now,
                    now);
        }

        /** Of one whose proposal is not what was approved. */
        static Opening unreadable(Begin begin, Instant now) {
            return new Opening(
                    begin.workspace(),
                    begin.by(),
                    0,
                    Strategy.SEQUENTIAL,
                    Limits.ONE_BY_ONE,
                    false,
                    begin.permit().decidedAt(),
                    now,
                    now);
        }

        /** Whether {@code member} may let a wave begin. */
        boolean mayGoOn(MemberId member) {
            return requesterMayGoOn || !member.equals(by);
        }

        /** Until when a host that was away still gets its order. */
        Instant deliverBy() {
            return limits.deliverBy(new Validity(createdAt, notAfter));
        }

        Waves waves() {
            return Waves.of(strategy, limits, targetCount);
        }
    }
}
