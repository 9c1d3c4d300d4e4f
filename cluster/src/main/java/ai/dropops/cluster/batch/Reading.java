package ai.dropops.cluster.batch;

import ai.dropops.cluster.execution.Permitted;
import ai.dropops.persistence.view.Proposals.Named;
import ai.dropops.protocol.action.Permit;
import ai.dropops.protocol.identity.BatchId;
import ai.dropops.protocol.identity.WorkspaceId;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.jspecify.annotations.Nullable;

/** The reading of what a batch needs from the database, which nothing may overtake. */
final class Reading {
    private final ActorContext<Batch.Command> context;
    private final Batch.Surroundings with;
    private final BatchId id;
    private boolean underWay;

    Reading(ActorContext<Batch.Command> context, Batch.Surroundings with, BatchId id) {
        this.context = context;
        this.with = with;
        this.id = id;
    }

    boolean isUnderWay() {
        return underWay;
    }

    void begin(WorkspaceId workspace, Permit permit) {
        underWay = true;
        context.pipeToSelf(
                CompletableFuture.supplyAsync(() -> read(workspace, permit), with.blocking()), Reading::answer);
    }

    void end() {
        underWay = false;
    }

    private Batch.Loaded read(WorkspaceId workspace, Permit permit) {
        var frozen = with.views()
                .proposals()
                .find(workspace, id.proposal())
                .orElseThrow(() -> new IllegalArgumentException("the proposal is not stored"));
        List<Named> targets = with.views().proposals().targets(workspace, id.proposal(), Integer.MAX_VALUE);
        var permitted = Permitted.check(
                workspace, frozen, permit, targets.stream().map(Named::target).toList());
        return new Batch.Loaded(permitted, targets, with.views().receipts().about(id.proposal()));
    }

    private static Batch.Command answer(Batch.@Nullable Loaded loaded, @Nullable Throwable failure) {
        if (loaded != null) {
            return loaded;
        }
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        String why = String.valueOf(cause);
        return cause instanceof IllegalArgumentException ? new Batch.NotIntact(why) : new Batch.NotLoaded(why);
    }
}
