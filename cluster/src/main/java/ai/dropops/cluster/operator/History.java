package ai.dropops.cluster.operator;

import ai.dropops.cluster.operator.Operator.Command;
import ai.dropops.cluster.operator.OperatorState.Slot;
import ai.dropops.protocol.identity.OperatorId;
import ai.dropops.protocol.wire.Frame;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the database holds of the history an operator keeps on its host. */
record History(Operator.Surroundings with, OperatorId operator) {
    private static final Logger LOG = LoggerFactory.getLogger(History.class);

    /** Tells {@code context} the highest sequence of the receipts that were stored since {@code since}. */
    void lookUpSequence(ActorContext<Command> context, Instant since, Command.Attach attach) {
        var last = CompletableFuture.supplyAsync(
                () -> with.views().receipts().lastSequence(operator, since), with.blocking());
        context.pipeToSelf(
                last,
                (sequence, failure) -> failure == null
                        ? new Operator.SequenceKnown(attach, sequence)
                        : new Operator.SequenceUnknown(attach, String.valueOf(failure.getMessage())));
    }

    /** Keeps how the history began and says so; the operator repeats it until then, so a failure is only logged. */
    void begun(OperatorState state, boolean isAttached, Command.HistoryBegun begun) {
        if (!isAttached || !(state instanceof Slot slot)) {
            return;
        }
        Frame.HistoryBegun frame = begun.frame();
        Instant at = with.clock().instant();
        var _ = CompletableFuture.runAsync(
                        () -> with.views()
                                .checkpoints()
                                .begun(slot.label().workspace(), operator, frame.vault(), frame.start(), at),
                        with.blocking())
                .whenComplete((_, failure) -> {
                    if (failure == null) {
                        begun.link().tell(new LinkCommand.Send(new Frame.HistoryKept(frame.vault())));
                    } else {
                        LOG.error("how the history of {} began cannot be stored: {}", operator, failure.getMessage());
                    }
                });
    }
}
