package ai.dropops.cluster.batch;

import ai.dropops.cluster.batch.Batch.Command;
import ai.dropops.cluster.batch.Batch.Reply;
import ai.dropops.cluster.batch.BatchEvent.Opening;
import ai.dropops.cluster.batch.BatchState.Abandoned;
import ai.dropops.cluster.batch.BatchState.Begun;
import ai.dropops.cluster.batch.BatchState.Ended;
import ai.dropops.cluster.batch.BatchState.Running;
import ai.dropops.cluster.batch.BatchState.Unbegun;
import ai.dropops.cluster.operator.Heard;
import ai.dropops.protocol.action.Receipt;
import ai.dropops.protocol.identity.BatchId;
import ai.dropops.protocol.identity.MemberId;
import ai.dropops.protocol.identity.WorkspaceId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityContext;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.persistence.typed.RecoveryCompleted;
import org.apache.pekko.persistence.typed.javadsl.CommandHandlerWithReply;
import org.apache.pekko.persistence.typed.javadsl.EffectBuilder;
import org.apache.pekko.persistence.typed.javadsl.EventHandler;
import org.apache.pekko.persistence.typed.javadsl.EventSourcedBehaviorWithEnforcedReplies;
import org.apache.pekko.persistence.typed.javadsl.ReplyEffect;
import org.apache.pekko.persistence.typed.javadsl.RetentionCriteria;
import org.apache.pekko.persistence.typed.javadsl.SignalHandler;
import org.jspecify.annotations.Nullable;

/** A batch as it lasts, with the course it takes at the moment. */
final class BatchEntity extends EventSourcedBehaviorWithEnforcedReplies<Command, BatchEvent, BatchState> {
    private static final int SNAPSHOTS = 2;

    private final ActorContext<Command> context;
    private final ActorRef<ClusterSharding.ShardCommand> shard;
    private final TimerScheduler<Command> timers;
    private final Batch.Surroundings with;
    private final BatchId id;
    private final Reading reading;
    private final Errands errands;
    private final Watchers watchers = new Watchers();
    private Command.@Nullable Begin beginning;
    private @Nullable Carrying carrying;

    BatchEntity(
            ActorContext<Command> context,
            EntityContext<Command> entity,
            TimerScheduler<Command> timers,
            Batch.Surroundings with) {
        super(
                PersistenceId.of(Batch.KEY.name(), entity.getEntityId()),
                with.settings().restart().strategy());
        this.context = context;
        this.shard = entity.getShard();
        this.timers = timers;
        this.with = with;
        this.id = new BatchId(entity.getEntityId());
        this.reading = new Reading(context, with, id);
        this.errands = new Errands(context, with);
        context.setReceiveTimeout(with.settings().passivateAfter(), new Batch.Idle());
    }

    @Override
    public BatchState emptyState() {
        return new Unbegun();
    }

    @Override
    public EventHandler<BatchState, BatchEvent> eventHandler() {
        return BatchState::apply;
    }

    @Override
    public RetentionCriteria retentionCriteria() {
        return RetentionCriteria.snapshotEvery(with.settings().snapshotEvery(), SNAPSHOTS);
    }

    @Override
    public SignalHandler<BatchState> signalHandler() {
        return newSignalHandlerBuilder()
                .onSignal(RecoveryCompleted.instance(), this::onRecovered)
                .build();
    }

    private void onRecovered(BatchState state) {
        switch (state) {
            case Unbegun _ -> {}
            case Abandoned(var opening) -> showAbandoned(opening);
            case Begun begun -> reading.begin(begun.opening().workspace(), begun.permit());
        }
    }

    /** Whatever needs the targets waits until they are read. */
    @Override
    public CommandHandlerWithReply<Command, BatchEvent, BatchState> commandHandler() {
        return (state, command) -> switch (command) {
            case Batch.Loaded loaded -> onLoaded(state, loaded);
            case Batch.NotIntact(var why) -> onNotIntact(state, why);
            case Batch.NotLoaded(var why) -> throw new IllegalStateException(id + " cannot be read: " + why);
            case Command.Unwatch(var watcher) -> onUnwatch(watcher);
            case Batch.Idle _ -> onIdle(state);
            case Command _ when reading.isUnderWay() -> Effect().stash();
            case Command.Begin begin -> onBegin(state, begin);
            case Command.Abandon abandon -> onAbandon(state, abandon);
            case Command.GoOn goOn -> onGoOn(state, goOn);
            case Command.Cancel(var workspace, var by, var replyTo) -> onCancel(state, workspace, by, replyTo);
            case Command.Watch(var workspace, var watcher) -> onWatch(state, workspace, watcher);
            case Command.Hear(var heard) -> onHear(state, heard);
            case Batch.ReceiptsStored(var receipts) -> onStored(state, receipts);
            case Batch.ReceiptsNotStored(var receipts, var why) -> onNotStored(receipts, why);
            case Batch.Checked checked -> onChecked(state, checked);
            case Batch.NotChecked(var why) -> onNotChecked(why);
            case Batch.Tick _ -> onTick(state);
        };
    }

    private ReplyEffect<BatchEvent, BatchState> onBegin(BatchState state, Command.Begin begin) {
        return switch (state) {
            case Unbegun _ -> {
                beginning = begin;
                reading.begin(begin.workspace(), begin.permit());
                yield Effect().noReply();
            }
            case Begun _, Abandoned _ -> Effect().reply(begin.replyTo(), new Batch.Taken(id));
        };
    }

    private ReplyEffect<BatchEvent, BatchState> onLoaded(BatchState state, Batch.Loaded loaded) {
        reading.end();
        var course = new Course(id, loaded);
        carrying = new Carrying(with, course, watchers);
        var begin = beginning;
        if (state instanceof Begun begun) {
            course.resume(
                    begun.marks(), loaded.receipts(), now(), with.settings().redeliverAfter());
            return resume(carrying, begun).thenNoReply().thenUnstashAll();
        }
        if (begin == null) {
            return Effect().noReply().thenUnstashAll();
        }
        beginning = null;
        carrying.entitled(begin.permit().decidedAt());
        var opening = Opening.of(begin, loaded.permitted(), now());
        var running = new Running(opening, begin.permit(), Marks.waiting(opening.targetCount()), false, Halts.none());
        var events = new ArrayList<BatchEvent>();
        events.add(new BatchEvent.Begun(opening, begin.permit()));
        events.addAll(carrying.onward(running));
        var begun = carrying;
        return Effect()
                .persist(events)
                .thenRun((BatchState _) -> snapshot(running).ifPresent(watchers::tell))
                .thenRun((BatchState after) -> carryOut(begun, after, events, List.of()))
                .thenRun(this::watchTime)
                .thenReply(begin.replyTo(), _ -> new Batch.Taken(id))
                .thenUnstashAll();
    }

    private EffectBuilder<BatchEvent, BatchState> resume(Carrying resumed, Begun begun) {
        resumed.showAll(begun, lastSequenceNumber(context));
        if (!(begun instanceof Running running)) {
            errands.store(resumed);
            return Effect().none();
        }
        watchTime(running);
        errands.store(resumed);
        return ticked(resumed, running);
    }

    private ReplyEffect<BatchEvent, BatchState> onNotIntact(BatchState state, String why) {
        reading.end();
        var begin = beginning;
        beginning = null;
        if (begin == null) {
            throw new IllegalStateException(id + " cannot be carried on from " + state.getClass() + ": " + why);
        }
        context.getLog().error("{} does not begin: {}", id, why);
        return abandon(Opening.unreadable(begin, now()))
                .thenReply(begin.replyTo(), _ -> new Batch.Taken(id))
                .thenUnstashAll();
    }

    private ReplyEffect<BatchEvent, BatchState> onAbandon(BatchState state, Command.Abandon abandon) {
        return switch (state) {
            case Unbegun _ ->
                abandon(Opening.of(abandon, now())).thenReply(abandon.replyTo(), _ -> new Batch.Taken(id));
            case Abandoned _, Begun _ -> Effect().reply(abandon.replyTo(), new Batch.Taken(id));
        };
    }

    private EffectBuilder<BatchEvent, BatchState> abandon(Opening opening) {
        return Effect().persist(new BatchEvent.Abandoned(opening)).thenRun(_ -> showAbandoned(opening));
    }

    private ReplyEffect<BatchEvent, BatchState> onCancel(
            BatchState state, WorkspaceId workspace, MemberId by, ActorRef<Reply> replyTo) {
        if (!(state instanceof Begun begun) || !begun.opening().workspace().equals(workspace) || carrying == null) {
            return refuse(replyTo, Reply.Reason.UNKNOWN_BATCH);
        }
        return switch (begun) {
            case Ended _ -> refuse(replyTo, Reply.Reason.ALREADY_ENDED);
            case Running running when running.cancelling() -> Effect().reply(replyTo, new Reply.Done());
            case Running running ->
                persist(carrying, carrying.cancelled(running, by), List.of()).thenReply(replyTo, _ -> new Reply.Done());
        };
    }

    private ReplyEffect<BatchEvent, BatchState> onGoOn(BatchState state, Command.GoOn goOn) {
        if (!(state instanceof Begun begun)
                || !begun.opening().workspace().equals(goOn.workspace())
                || carrying == null) {
            return refuse(goOn.replyTo(), Reply.Reason.UNKNOWN_BATCH);
        }
        return switch (begun) {
            case Ended _ -> refuse(goOn.replyTo(), Reply.Reason.ALREADY_ENDED);
            case Running running
            when running.halts().isLetBegin(goOn.wave() - 1) -> Effect().reply(goOn.replyTo(), new Reply.Done());
            case Running running
            when !Turn.isAsked(running, goOn.wave()) -> refuse(goOn.replyTo(), Reply.Reason.NOTHING_TO_DECIDE);
            case Running running
            when !running.opening().mayGoOn(goOn.by()) -> refuse(goOn.replyTo(), Reply.Reason.REQUESTER_MAY_NOT);
            case Running running ->
                persist(carrying, carrying.wentOn(running, goOn), List.of())
                        .thenReply(goOn.replyTo(), _ -> new Reply.Done());
        };
    }

    private ReplyEffect<BatchEvent, BatchState> onWatch(
            BatchState state, WorkspaceId workspace, ActorRef<Progress> watcher) {
        switch (state) {
            case Unbegun _ -> watcher.tell(new Progress.NotBegun());
            case Abandoned(var opening)
            when opening.workspace().equals(workspace) ->
                watcher.tell(new Progress.Ended(AbandonedBatch.row(id, opening)));
            case Begun begun
            when begun.opening().workspace().equals(workspace) ->
                snapshot(begun).ifPresent(watcher::tell);
            case Abandoned _, Begun _ -> {
                return Effect().noReply();
            }
        }
        context.watchWith(watcher, new Command.Unwatch(watcher));
        watchers.add(watcher);
        if (state instanceof Ended ended && carrying != null) {
            watcher.tell(new Progress.Ended(carrying.course().executions().batch(ended, lastSequenceNumber(context))));
        }
        return Effect().noReply();
    }

    private Optional<Progress> snapshot(BatchState state) {
        return state instanceof Begun begun && carrying != null
                ? Optional.of(new Progress.Snapshot(
                        carrying.course().executions().batch(begun, lastSequenceNumber(context)),
                        carrying.course().executions().all()))
                : Optional.empty();
    }

    private ReplyEffect<BatchEvent, BatchState> onUnwatch(ActorRef<Progress> watcher) {
        context.unwatch(watcher);
        watchers.remove(watcher);
        return Effect().noReply();
    }

    private ReplyEffect<BatchEvent, BatchState> onHear(BatchState state, Heard heard) {
        if (state instanceof Begun begun && carrying != null) {
            carrying.hear(begun, lastSequenceNumber(context), heard);
            errands.store(carrying);
            errands.check(begun, carrying);
        }
        return Effect().noReply();
    }

    private ReplyEffect<BatchEvent, BatchState> onStored(BatchState state, List<Receipt.Signed> receipts) {
        if (!(state instanceof Begun begun) || carrying == null) {
            return Effect().noReply();
        }
        var current = carrying;
        current.course().stored();
        return persist(current, current.settled(begun, receipts), receipts)
                .thenRun(_ -> errands.store(current))
                .thenNoReply();
    }

    private ReplyEffect<BatchEvent, BatchState> onNotStored(List<Receipt.Signed> receipts, String why) {
        context.getLog().error("{} receipts of {} cannot be stored yet: {}", receipts.size(), id, why);
        if (carrying != null) {
            carrying.course().notStored(receipts);
        }
        return Effect().noReply();
    }

    private ReplyEffect<BatchEvent, BatchState> onChecked(BatchState state, Batch.Checked checked) {
        if (carrying == null) {
            return Effect().noReply();
        }
        var current = carrying;
        current.course().checked();
        if (!(state instanceof Running running)) {
            return Effect().noReply();
        }
        var events = current.checked(running, checked);
        errands.check(running, current);
        return persist(current, events, List.of()).thenNoReply();
    }

    private ReplyEffect<BatchEvent, BatchState> onNotChecked(String why) {
        context.getLog().error("{} cannot find out whether it may still be delivered, and waits: {}", id, why);
        if (carrying != null) {
            carrying.course().checked();
        }
        return Effect().noReply();
    }

    private EffectBuilder<BatchEvent, BatchState> ticked(Carrying current, Running running) {
        var events = current.tick(running);
        errands.check(running, current);
        return persist(current, events, List.of());
    }

    private ReplyEffect<BatchEvent, BatchState> onTick(BatchState state) {
        if (!(state instanceof Running running) || carrying == null) {
            return Effect().noReply();
        }
        errands.store(carrying);
        return ticked(carrying, running).thenNoReply();
    }

    private ReplyEffect<BatchEvent, BatchState> onIdle(BatchState state) {
        if (!(state instanceof Running) && watchers.isEmpty() && !reading.isUnderWay()) {
            shard.tell(new ClusterSharding.Passivate<>(context.getSelf()));
        }
        return Effect().noReply();
    }

    /** Stores {@code events}, then does what they and the stored {@code receipts} ask for. */
    private EffectBuilder<BatchEvent, BatchState> persist(
            Carrying current, List<BatchEvent> events, List<Receipt.Signed> receipts) {
        if (events.isEmpty() && receipts.isEmpty()) {
            return Effect().none();
        }
        EffectBuilder<BatchEvent, BatchState> stored =
                events.isEmpty() ? Effect().none() : Effect().persist(events);
        return stored.thenRun(after -> carryOut(current, after, events, receipts));
    }

    private void carryOut(Carrying current, BatchState after, List<BatchEvent> events, List<Receipt.Signed> receipts) {
        if (after instanceof Begun begun) {
            current.carryOut(begun, lastSequenceNumber(context), events, receipts);
            errands.check(begun, current);
        }
        if (after instanceof Ended ended && events.stream().anyMatch(BatchEvent.Ended.class::isInstance)) {
            timers.cancel(new Batch.Tick());
            watchers.tell(new Progress.Ended(current.course().executions().batch(ended, lastSequenceNumber(context))));
        }
    }

    private void watchTime(BatchState state) {
        if (state instanceof Running) {
            timers.startTimerWithFixedDelay(
                    new Batch.Tick(), new Batch.Tick(), with.settings().tick());
        }
    }

    private void showAbandoned(Opening opening) {
        var row = AbandonedBatch.row(id, opening);
        with.views().writer().write(group -> group.add(row));
        watchers.tell(new Progress.Ended(row));
    }

    private ReplyEffect<BatchEvent, BatchState> refuse(ActorRef<Reply> replyTo, Reply.Reason reason) {
        return Effect().reply(replyTo, new Reply.Refused(reason));
    }

    private Instant now() {
        return with.clock().instant();
    }
}
