package ai.dropops.cluster.batch;

import ai.dropops.cluster.batch.BatchEvent.Opening;
import ai.dropops.persistence.journal.Stored;
import ai.dropops.persistence.view.BatchStatus;
import ai.dropops.protocol.action.Permit;
import java.time.Instant;

/** How a batch stands. */
sealed interface BatchState extends Stored {
    BatchState apply(BatchEvent event);

    record Unbegun() implements BatchState {
        @Override
        public BatchState apply(BatchEvent event) {
            return switch (event) {
                case BatchEvent.Begun(var opening, var permit) ->
                    new Running(opening, permit, Marks.waiting(opening.targetCount()), false, Halts.none());
                case BatchEvent.Abandoned(var opening) -> new Abandoned(opening);
                case BatchEvent.Dispatched _,
                        BatchEvent.Settled _,
                        BatchEvent.Halted _,
                        BatchEvent.WentOn _,
                        BatchEvent.CancelAsked _,
                        BatchEvent.Ended _ -> this;
            };
        }
    }

    /** It was permitted, and has targets that stand somewhere. */
    sealed interface Begun extends BatchState {
        Opening opening();

        Permit permit();

        Marks marks();

        Halts halts();
    }

    record Running(Opening opening, Permit permit, Marks marks, boolean cancelling, Halts halts) implements Begun {
        @Override
        public BatchState apply(BatchEvent event) {
            return switch (event) {
                case BatchEvent.Dispatched(var targets, var _) -> with(marks.with(Mark.DISPATCHED, targets));
                case BatchEvent.Settled(var mark, var targets, var _) -> with(marks.with(mark, targets));
                case BatchEvent.Halted(int wave, var at) -> with(halts.halted(wave, at));
                case BatchEvent.WentOn(var goAhead) -> with(halts.with(goAhead));
                case BatchEvent.CancelAsked _ -> new Running(opening, permit, marks, true, halts);
                case BatchEvent.Ended(var status, var at) -> new Ended(opening, permit, marks, halts, status, at);
                case BatchEvent.Begun _, BatchEvent.Abandoned _ -> this;
            };
        }

        private Running with(Marks changed) {
            return new Running(opening, permit, changed, cancelling, halts);
        }

        private Running with(Halts changed) {
            return new Running(opening, permit, marks, cancelling, changed);
        }
    }

    /** Over; only a host that was silent can still change how it stands there. */
    record Ended(Opening opening, Permit permit, Marks marks, Halts halts, BatchStatus status, Instant at)
            implements Begun {
        @Override
        public BatchState apply(BatchEvent event) {
            return event instanceof BatchEvent.Settled(var mark, var targets, var _)
                    ? new Ended(opening, permit, marks.with(mark, targets), halts, status, at)
                    : this;
        }
    }

    record Abandoned(Opening opening) implements BatchState {
        @Override
        public BatchState apply(BatchEvent event) {
            return this;
        }
    }
}
