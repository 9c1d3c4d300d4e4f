package ai.dropops.cluster.operator;

import ai.dropops.cluster.operator.Operator.AttachReply;
import ai.dropops.cluster.operator.Operator.BindReply;
import ai.dropops.cluster.operator.Operator.Command;
import ai.dropops.cluster.operator.Operator.EnrolReply;
import ai.dropops.cluster.operator.Operator.Reply;
import ai.dropops.cluster.operator.OperatorState.Absent;
import ai.dropops.cluster.operator.OperatorState.Machine;
import ai.dropops.cluster.operator.OperatorState.Slot;
import ai.dropops.persistence.view.Alarm;
import ai.dropops.persistence.view.OperatorRow.Pulse;
import ai.dropops.persistence.view.OperatorStatus;
import ai.dropops.protocol.action.Order;
import ai.dropops.protocol.action.Receipt;
import ai.dropops.protocol.identity.Digest;
import ai.dropops.protocol.identity.OperatorId;
import ai.dropops.protocol.identity.ProposalId;
import ai.dropops.protocol.identity.WorkspaceId;
import ai.dropops.protocol.wire.Frame;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
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
import org.apache.pekko.persistence.typed.javadsl.SignalHandler;

/** An operator's slot as it lasts, with the link that fills it at the moment. */
final class OperatorEntity extends EventSourcedBehaviorWithEnforcedReplies<Command, OperatorEvent, OperatorState> {
    private final ActorContext<Command> context;
    private final ActorRef<ClusterSharding.ShardCommand> shard;
    private final TimerScheduler<Command> timers;
    private final Operator.Surroundings with;
    private final OperatorId id;
    private final OperatorView view;
    private final History history;
    private final Presence presence = new Presence();

    OperatorEntity(
            ActorContext<Command> context,
            EntityContext<Command> entity,
            TimerScheduler<Command> timers,
            Operator.Surroundings with) {
        super(
                PersistenceId.of(Operator.KEY.name(), entity.getEntityId()),
                with.settings().restart().strategy());
        this.context = context;
        this.shard = entity.getShard();
        this.timers = timers;
        this.with = with;
        this.id = new OperatorId(entity.getEntityId());
        this.view = new OperatorView(id, with.views().writer());
        this.history = new History(with, id);
        context.setReceiveTimeout(with.settings().passivateAfter(), new Operator.Idle());
    }

    @Override
    public OperatorState emptyState() {
        return new Absent();
    }

    @Override
    public EventHandler<OperatorState, OperatorEvent> eventHandler() {
        return OperatorState::apply;
    }

    @Override
    public SignalHandler<OperatorState> signalHandler() {
        return newSignalHandlerBuilder()
                .onSignal(RecoveryCompleted.instance(), this::onRecovered)
                .build();
    }

    /** The link, if there is one, attaches again. */
    private void onRecovered(OperatorState state) {
        show(state);
        view.show(state, Pulse.NONE);
    }

    @Override
    public CommandHandlerWithReply<Command, OperatorEvent, OperatorState> commandHandler() {
        return (state, command) -> switch (command) {
            case Command.CreateSlot create -> onCreate(state, create);
            case Command.RefreshKey(var workspace, var hash, var replyTo) ->
                in(workspace, state, replyTo, _ -> onRefresh(hash, replyTo));
            case Command.RevokeKey(var workspace, var replyTo) -> in(workspace, state, replyTo, _ -> onRevoke(replyTo));
            case Command.Label(var workspace, var labels, var replyTo) ->
                in(workspace, state, replyTo, _ -> done(new OperatorEvent.Labelled(labels, now()), replyTo));
            case Command.Bind bind -> onBind(state, bind);
            case Command.Unbind unbind -> onUnbind(state, unbind);
            case Command.Stop(var workspace, var replyTo) -> in(workspace, state, replyTo, _ -> onStop(replyTo));
            case Command.Enrol enrol -> onEnrol(state, enrol);
            case Command.Attach attach -> onAttach(state, attach, false);
            case Command.Confirmed(var attach) -> onAttach(state, attach, true);
            case Operator.SequenceKnown(var attach, long last) -> {
                presence.sequenceReached(last);
                yield onAttach(state, attach, false);
            }
            case Operator.SequenceUnknown(var attach, var why) -> onSequenceUnknown(attach, why);
            case Command.Detach(var link) -> onLinkEnded(state, link);
            case Operator.LinkEnded(var link) -> onLinkEnded(state, link);
            case Command.Beat beat -> onBeat(state, beat);
            case Operator.SilenceCheck _ -> onSilenceCheck(state);
            case Command.Started(var link, var frame) -> onStarted(link, frame);
            case Command.Reported(var link, var frame) -> onReported(state, link, frame);
            case Command.WhereIsLink(var replyTo) -> Effect().reply(replyTo, presence.whereIsLink());
            case Command.Deliver(var order, var proposal) -> onDeliver(state, order, proposal);
            case Command.Cancel(var execution) -> send(new Frame.Cancel(execution));
            case Command.Forbid(var execution, var proposal, int attempt) ->
                send(new Frame.Forbid(execution, proposal, attempt));
            case Command.Kept(var execution, long sequence) -> send(new Frame.ReportKept(execution, sequence));
            case Command.Witnessed(var checkpoint) -> send(new Frame.Witnessed(checkpoint));
            case Command.HistoryBegun begun -> {
                history.begun(state, presence.isLinkedBy(begun.link()), begun);
                yield Effect().noReply();
            }
            case Operator.Idle _ -> onIdle();
        };
    }

    private ReplyEffect<OperatorEvent, OperatorState> onCreate(OperatorState state, Command.CreateSlot create) {
        if (state instanceof Slot) {
            return refuse(create.replyTo(), Reply.Reason.ALREADY_CREATED);
        }
        Instant now = now();
        var created = new OperatorEvent.SlotCreated(
                create.workspace(), create.number(), create.name(), create.kind(), create.keyHash(), now);
        return Effect()
                .persist(List.of(created, new OperatorEvent.Labelled(create.labels(), now)))
                .thenRun(this::show)
                .thenReply(create.replyTo(), _ -> new Reply.Done());
    }

    private ReplyEffect<OperatorEvent, OperatorState> onRefresh(Digest hash, ActorRef<Reply> replyTo) {
        return persist(new OperatorEvent.KeyRefreshed(hash, now()))
                .thenRun(_ -> revokeLink("The API key was refreshed; start the operator with the new one."))
                .thenReply(replyTo, _ -> new Reply.Done());
    }

    private ReplyEffect<OperatorEvent, OperatorState> onRevoke(ActorRef<Reply> replyTo) {
        return persist(new OperatorEvent.KeyRevoked(now()))
                .thenRun(_ -> revokeLink("The API key was revoked; ask for a new one in the operator panel."))
                .thenReply(replyTo, _ -> new Reply.Done());
    }

    private ReplyEffect<OperatorEvent, OperatorState> onBind(OperatorState state, Command.Bind bind) {
        return switch (Claim.of(state, bind.workspace(), bind.session())) {
            case Claim.Free _ ->
                persist(new OperatorEvent.Bound(bind.session(), now()))
                        .thenReply(bind.replyTo(), _ -> new BindReply.Bound(id));
            case Claim.Held _ -> Effect().reply(bind.replyTo(), new BindReply.Bound(id));
            case Claim.Refused(var reason) -> Effect().reply(bind.replyTo(), new BindReply.Refused(id, reason));
        };
    }

    private ReplyEffect<OperatorEvent, OperatorState> onUnbind(OperatorState state, Command.Unbind unbind) {
        return Claim.of(state, unbind.workspace(), unbind.session()) instanceof Claim.Held
                ? persist(new OperatorEvent.Unbound(now())).thenReply(unbind.replyTo(), _ -> new BindReply.Unbound(id))
                : Effect().reply(unbind.replyTo(), new BindReply.Unbound(id));
    }

    private ReplyEffect<OperatorEvent, OperatorState> onStop(ActorRef<Reply> replyTo) {
        return presence.link()
                .<ReplyEffect<OperatorEvent, OperatorState>>map(link -> persist(new OperatorEvent.Stopped(now()))
                        .thenRun(_ ->
                                link.tell(new LinkCommand.Send(new Frame.Stop("Stopped from the operator panel."))))
                        .thenReply(replyTo, _ -> new Reply.Done()))
                .orElseGet(() -> refuse(replyTo, Reply.Reason.NOT_CONNECTED));
    }

    private ReplyEffect<OperatorEvent, OperatorState> onEnrol(OperatorState state, Command.Enrol enrol) {
        return switch (Admission.of(state, enrol.enrolment())) {
            case Admission.Refused(var reason) -> Effect().reply(enrol.replyTo(), new EnrolReply.Refused(reason));
            case Admission.Known(var slot) -> Effect().reply(enrol.replyTo(), accepted(slot));
            case Admission.First(var slot) ->
                persist(Admission.enrolled(enrol.enrolment(), now()))
                        .thenRun(_ -> presence.forgetSequence())
                        .thenReply(enrol.replyTo(), _ -> accepted(slot));
            case Admission.Foreign(var slot) ->
                alarm(
                                slot,
                                "Its API key was used on another machine, called "
                                        + enrol.enrolment().hostname() + ".")
                        .thenReply(enrol.replyTo(), _ -> new EnrolReply.Refused(EnrolReply.Reason.WRONG_MACHINE));
        };
    }

    private ReplyEffect<OperatorEvent, OperatorState> onAttach(
            OperatorState state, Command.Attach attach, boolean confirmed) {
        return switch (LinkAdmission.of(state, attach.fingerprint(), attach.tlsKey())) {
            case LinkAdmission.Refused(var goodbye) ->
                Effect().reply(attach.replyTo(), new AttachReply.Refused(goodbye));
            case LinkAdmission.Foreign(var slot) ->
                alarm(slot, "Its certificate was used on another machine.")
                        .thenReply(attach.replyTo(), _ -> new AttachReply.Refused(LinkAdmission.wrongMachine()));
            // it asked twice and was answered once already; what its operator reported since is no rollback
            case LinkAdmission.Admitted(var slot, var _)
            when presence.isLinkedBy(attach.link()) -> Effect().reply(attach.replyTo(), attached(slot));
            case LinkAdmission.Admitted(var slot, var machine) -> admit(slot, machine, attach, confirmed);
        };
    }

    /** A question may be older than what its operator has said over another link since, so that nothing hangs on it alone. */
    private ReplyEffect<OperatorEvent, OperatorState> admit(
            Slot slot, Machine.Known machine, Command.Attach attach, boolean confirmed) {
        if (presence.lastSequence().isEmpty()) {
            history.lookUpSequence(context, machine.enrolledAt(), attach);
            return Effect().noReply();
        }
        long last = presence.lastSequence().getAsLong();
        boolean lags = attach.sequence() < last;
        if ((lags || presence.link().isPresent()) && !(confirmed && presence.isInDoubt(attach.link()))) {
            presence.doubt(attach.link());
            attach.link().tell(new LinkCommand.Confirm());
            return Effect().noReply();
        }
        if (lags) {
            return persist(new OperatorEvent.Quarantined(attach.sequence(), last, now()))
                    .thenReply(attach.replyTo(), _ -> new AttachReply.Refused(LinkAdmission.rolledBack()));
        }
        EffectBuilder<OperatorEvent, OperatorState> resumed = slot.stopped()
                ? persist(new OperatorEvent.Resumed(now()))
                : Effect().none();
        return resumed.thenRun(_ -> attach(slot, attach.link())).thenReply(attach.replyTo(), _ -> attached(slot));
    }

    private ReplyEffect<OperatorEvent, OperatorState> onSequenceUnknown(Command.Attach attach, String why) {
        context.getLog().error("The receipts of {} cannot be read: {}", id, why);
        return Effect().reply(attach.replyTo(), new AttachReply.Refused(LinkAdmission.unreadable()));
    }

    private void attach(Slot slot, ActorRef<LinkCommand> link) {
        presence.link().filter(old -> !old.equals(link)).ifPresent(old -> {
            context.unwatch(old);
            old.tell(new LinkCommand.Close(LinkAdmission.replaced()));
        });
        presence.attach(link);
        context.watchWith(link, new Operator.LinkEnded(link));
        context.cancelReceiveTimeout();
        view.show(slot, new Pulse(true, beat(), null, null));
        presence.released().forEach(proposal -> with.outcomes().tell(proposal, new Heard.Returned(id)));
    }

    private ReplyEffect<OperatorEvent, OperatorState> onLinkEnded(OperatorState state, ActorRef<LinkCommand> link) {
        if (presence.isLinkedBy(link)) {
            context.unwatch(link);
            forgetLink();
            view.show(state, Pulse.NONE);
        }
        return Effect().noReply();
    }

    private ReplyEffect<OperatorEvent, OperatorState> onBeat(OperatorState state, Command.Beat beat) {
        if (state instanceof Slot slot && presence.isLinkedBy(beat.link())) {
            view.show(slot, new Pulse(true, beat(), beat.host(), beat.metrics()));
        } else if (presence.link().isEmpty()) {
            beat.link().tell(new LinkCommand.Close(LinkAdmission.busy("The control plane has lost this link.")));
        }
        return Effect().noReply();
    }

    private Instant beat() {
        Instant now = now();
        presence.beat(now);
        if (presence.beginsSilenceWatch()) {
            timers.startSingleTimer(new Operator.SilenceCheck(), OperatorStatus.SILENCE);
        }
        return now;
    }

    private ReplyEffect<OperatorEvent, OperatorState> onSilenceCheck(OperatorState state) {
        Duration left = Duration.between(now(), presence.beatAt().plus(OperatorStatus.SILENCE));
        if (left.isPositive()) {
            timers.startSingleTimer(new Operator.SilenceCheck(), left);
        } else {
            presence.endSilenceWatch();
            view.touch(state);
        }
        return Effect().noReply();
    }

    private ReplyEffect<OperatorEvent, OperatorState> onStarted(ActorRef<LinkCommand> link, Frame.Started frame) {
        if (presence.isLinkedBy(link)) {
            with.outcomes().tell(frame.proposal(), new Heard.Started(id, frame.execution(), frame.at()));
        }
        return Effect().noReply();
    }

    private ReplyEffect<OperatorEvent, OperatorState> onReported(
            OperatorState state, ActorRef<LinkCommand> link, Frame.Report frame) {
        if (presence.isLinkedBy(link) && state instanceof Slot slot && slot.machine() instanceof Machine.Known known) {
            try {
                Receipt receipt = frame.receipt().verified(known.receiptKey());
                presence.sequenceReached(receipt.sequence());
                with.outcomes().tell(receipt.proposal(), new Heard.Reported(id, frame.receipt()));
            } catch (IllegalArgumentException e) {
                context.getLog().warn("{} sent a receipt that does not hold: {}", id, e.getMessage());
                link.tell(new LinkCommand.Close(
                        new Frame.Goodbye(Frame.Goodbye.Code.BAD_FRAME, String.valueOf(e.getMessage()), true)));
            }
        }
        return Effect().noReply();
    }

    private ReplyEffect<OperatorEvent, OperatorState> onDeliver(OperatorState state, Order order, ProposalId proposal) {
        var link = presence.link();
        if (link.isPresent() && state instanceof Slot slot && slot.mayAct()) {
            link.get().tell(new LinkCommand.Deliver(order));
            with.outcomes().tell(proposal, new Heard.Passed(id, order.execution()));
        } else {
            presence.await(proposal);
            with.outcomes().tell(proposal, new Heard.Away(id, order.execution()));
        }
        return Effect().noReply();
    }

    private ReplyEffect<OperatorEvent, OperatorState> send(Frame.FromControlPlane frame) {
        presence.link().ifPresent(link -> link.tell(new LinkCommand.Send(frame)));
        return Effect().noReply();
    }

    private ReplyEffect<OperatorEvent, OperatorState> onIdle() {
        if (presence.link().isEmpty()) {
            shard.tell(new ClusterSharding.Passivate<>(context.getSelf()));
        }
        return Effect().noReply();
    }

    private void revokeLink(String message) {
        presence.link().ifPresent(link -> {
            context.unwatch(link);
            link.tell(new LinkCommand.Close(new Frame.Goodbye(Frame.Goodbye.Code.REVOKED, message, false)));
            forgetLink();
        });
    }

    private void forgetLink() {
        presence.detach();
        context.setReceiveTimeout(with.settings().passivateAfter(), new Operator.Idle());
    }

    private EnrolReply accepted(Slot slot) {
        return new EnrolReply.Accepted(id, slot.label().workspace());
    }

    private AttachReply attached(Slot slot) {
        return new AttachReply.Attached(id, slot.label().workspace(), context.getSelf());
    }

    /** Raises the alarm of a foreign machine, unless it rings already. */
    private EffectBuilder<OperatorEvent, OperatorState> alarm(Slot slot, String message) {
        Instant now = now();
        return slot.rings(Alarm.Code.FOREIGN_MACHINE, now.minus(with.settings().alarmAgainAfter()))
                ? Effect().none()
                : persist(new OperatorEvent.AlarmRaised(Alarm.Code.FOREIGN_MACHINE, now, message));
    }

    private ReplyEffect<OperatorEvent, OperatorState> in(
            WorkspaceId workspace,
            OperatorState state,
            ActorRef<Reply> replyTo,
            Function<Slot, ReplyEffect<OperatorEvent, OperatorState>> then) {
        return state instanceof Slot slot && slot.label().workspace().equals(workspace)
                ? then.apply(slot)
                : refuse(replyTo, Reply.Reason.UNKNOWN_OPERATOR);
    }

    private ReplyEffect<OperatorEvent, OperatorState> refuse(ActorRef<Reply> replyTo, Reply.Reason reason) {
        return Effect().reply(replyTo, new Reply.Refused(reason));
    }

    private ReplyEffect<OperatorEvent, OperatorState> done(OperatorEvent event, ActorRef<Reply> replyTo) {
        return persist(event).thenReply(replyTo, _ -> new Reply.Done());
    }

    private EffectBuilder<OperatorEvent, OperatorState> persist(OperatorEvent event) {
        return Effect().persist(event).thenRun(this::show);
    }

    private void show(OperatorState state) {
        view.show(state, lastSequenceNumber(context));
    }

    private Instant now() {
        return with.clock().instant();
    }
}
