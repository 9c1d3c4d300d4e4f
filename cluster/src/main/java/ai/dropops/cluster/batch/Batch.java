package ai.dropops.cluster.batch;

import ai.dropops.cluster.CborSerializable;
import ai.dropops.cluster.execution.Dispatch;
import ai.dropops.cluster.execution.Permitted;
import ai.dropops.cluster.operator.Heard;
import ai.dropops.persistence.view.Proposals.Named;
import ai.dropops.persistence.view.Views;
import ai.dropops.protocol.action.Limits;
import ai.dropops.protocol.action.Permit;
import ai.dropops.protocol.action.Receipt;
import ai.dropops.protocol.action.Strategy;
import ai.dropops.protocol.identity.BatchId;
import ai.dropops.protocol.identity.MemberId;
import ai.dropops.protocol.identity.WorkspaceId;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityContext;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityTypeKey;

/** A permitted proposal being carried out over its targets; a single command is a batch of one. */
public final class Batch {
    public static final EntityTypeKey<Command> KEY = EntityTypeKey.create(Command.class, "batch");

    /** What a batch may be told. Members' commands name their workspace; in another one it does not exist. */
    public sealed interface Command extends CborSerializable {
        /**
         * Told by {@code Session} once it is permitted; repeating it changes nothing.
         *
         * @param requesterMayGoOn whether {@code by} may also let its waves begin
         */
        record Begin(
                WorkspaceId workspace, MemberId by, boolean requesterMayGoOn, Permit permit, ActorRef<Taken> replyTo)
                implements Command {}

        /** Told by {@code Session} when nobody approved: it will never begin. */
        record Abandon(
                WorkspaceId workspace,
                MemberId by,
                int targetCount,
                Strategy strategy,
                Limits limits,
                Instant createdAt,
                ActorRef<Taken> replyTo)
                implements Command {}

        /**
         * Lets a wave begin; saying it again changes nothing.
         *
         * @param wave counted from 1
         * @param address where it is said from
         */
        record GoOn(WorkspaceId workspace, int wave, MemberId by, String address, ActorRef<Reply> replyTo)
                implements Command {}

        /** Ends what runs and starts nothing more. */
        record Cancel(WorkspaceId workspace, MemberId by, ActorRef<Reply> replyTo) implements Command {}

        /** Tells {@code watcher} how it stands and whatever changes, until it ends or the watcher does. */
        record Watch(WorkspaceId workspace, ActorRef<Progress> watcher) implements Command {}

        record Unwatch(ActorRef<Progress> watcher) implements Command {}

        /** What an operator said about one of the executions. */
        record Hear(Heard heard) implements Command {}
    }

    /** The batch is begun or given up, and this is stored. */
    public record Taken(BatchId batch) implements CborSerializable {}

    /** The answer to a command. */
    public sealed interface Reply extends CborSerializable {
        /** It is stored; rows say it after {@code Views.flushed()}. */
        record Done() implements Reply {}

        record Refused(Reason reason) implements Reply {}

        /** Why not. */
        enum Reason {
            UNKNOWN_BATCH,
            ALREADY_ENDED,
            /** That wave does not wait for anybody's word, or not yet. */
            NOTHING_TO_DECIDE,
            /** The workspace's policy wants another person than the one who asked. */
            REQUESTER_MAY_NOT
        }
    }

    /** The targets and the stored answers were read. */
    record Loaded(Permitted permitted, List<Named> targets, List<Receipt.Signed> receipts) implements Command {}

    /** What was read is not what was approved. */
    record NotIntact(String why) implements Command {}

    /** It could not be read now. */
    record NotLoaded(String why) implements Command {}

    record ReceiptsStored(List<Receipt.Signed> receipts) implements Command {}

    record ReceiptsNotStored(List<Receipt.Signed> receipts, String why) implements Command {}

    /** Of the targets whose orders were {@code due}, those that must not get them any more, under the mark that says why. */
    record Checked(List<Integer> due, Map<Mark, Set<Integer>> withdrawn) implements Command {}

    /** It could not be found out now. */
    record NotChecked(String why) implements Command {}

    record Tick() implements Command {}

    record Idle() implements Command {}

    /** What batches work with. */
    public record Surroundings(
            Views views,
            Dispatch dispatch,
            ActorRef<Notary.Command> notary,
            Executor blocking,
            Clock clock,
            BatchSettings settings) {
        /** Stores receipts for ever; blocks. */
        void keep(List<Receipt.Signed> receipts) {
            views.receipts().keep(receipts, clock.instant());
            notary.tell(new Notary.Command.Stored(receipts));
        }
    }

    private Batch() {}

    public static Behavior<Command> create(EntityContext<Command> entity, Surroundings with) {
        Behavior<Command> lasting = Behaviors.setup(
                context -> Behaviors.withTimers(timers -> new BatchEntity(context, entity, timers, with)));
        return Behaviors.supervise(lasting).onFailure(with.settings().restart().strategy());
    }
}
