package ai.dropops.cluster.batch;

import ai.dropops.cluster.batch.BatchState.Begun;
import ai.dropops.protocol.action.Receipt;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.actor.typed.javadsl.ActorContext;

/** What a batch has done in the database while it goes on, one of each kind at a time; a message tells the end. */
final class Errands {
    private final ActorContext<Batch.Command> context;
    private final Batch.Surroundings with;

    Errands(ActorContext<Batch.Command> context, Batch.Surroundings with) {
        this.context = context;
        this.with = with;
    }

    /** Stores the answers that have arrived. */
    void store(Carrying current) {
        List<Receipt.Signed> receipts = current.course().takeToStore();
        if (!receipts.isEmpty()) {
            context.pipeToSelf(
                    CompletableFuture.runAsync(() -> with.keep(receipts), with.blocking()),
                    (_, failure) -> failure == null
                            ? new Batch.ReceiptsStored(receipts)
                            : new Batch.ReceiptsNotStored(receipts, String.valueOf(failure.getMessage())));
        }
    }

    /** Finds out whether what is due may still be delivered. */
    void check(Begun begun, Carrying current) {
        List<Integer> due = current.course().takeDue();
        if (!due.isEmpty()) {
            var entitlement =
                    Entitlement.of(with.views(), begun, current.course().permitted());
            context.pipeToSelf(
                    CompletableFuture.supplyAsync(() -> entitlement.withdrawn(due), with.blocking()),
                    (withdrawn, failure) -> failure == null
                            ? new Batch.Checked(due, withdrawn)
                            : new Batch.NotChecked(String.valueOf(failure.getMessage())));
        }
    }
}
