package ai.dropops.cluster.approval;

import ai.dropops.cluster.CborSerializable;
import ai.dropops.cluster.approval.ApprovalState.Decided;
import ai.dropops.cluster.approval.ApprovalState.Ending;
import ai.dropops.cluster.approval.ApprovalState.Pending;
import ai.dropops.cluster.approval.ApprovalState.Unasked;
import ai.dropops.persistence.journal.Stored;
import ai.dropops.persistence.view.ViewWriter;
import ai.dropops.protocol.action.ApproverSignature;
import ai.dropops.protocol.action.Permit;
import ai.dropops.protocol.identity.Bytes;
import ai.dropops.protocol.identity.Digest;
import ai.dropops.protocol.identity.MemberId;
import ai.dropops.protocol.identity.ProposalId;
import ai.dropops.protocol.identity.WorkspaceId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityContext;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityTypeKey;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.persistence.typed.RecoveryCompleted;
import org.apache.pekko.persistence.typed.javadsl.CommandHandlerWithReply;
import org.apache.pekko.persistence.typed.javadsl.EffectBuilder;
import org.apache.pekko.persistence.typed.javadsl.EventHandler;
import org.apache.pekko.persistence.typed.javadsl.EventSourcedBehaviorWithEnforcedReplies;
import org.apache.pekko.persistence.typed.javadsl.ReplyEffect;
import org.apache.pekko.persistence.typed.javadsl.SignalHandler;

/** One question put to humans, and the answers that were given: as many different members say yes as it takes, or one says no. */
public final class Approval
        extends EventSourcedBehaviorWithEnforcedReplies<Approval.Command, Approval.Event, ApprovalState> {
    public static final EntityTypeKey<Command> KEY = EntityTypeKey.create(Command.class, "approval");

    /** What an approval may be told. Members' commands name their workspace; in another one it does not exist. */
    public sealed interface Command extends CborSerializable {
        /** Told by {@code Session}, and answered through {@link Decisions}; repeating it changes nothing. */
        record Ask(Question question) implements Command {}

        /**
         * Says yes to exactly the digest the approver has {@code seen}.
         *
         * @param address where the request came from
         * @param typed what the approver typed to confirm a high risk, empty when nothing was typed
         * @param signatures the approver's own over the proposal, at most one
         */
        record Grant(
                WorkspaceId workspace,
                MemberId by,
                String address,
                Digest seen,
                String typed,
                List<ApproverSignature> signatures,
                ActorRef<Reply> replyTo)
                implements Command {
            public Grant {
                signatures = List.copyOf(signatures);
            }
        }

        /**
         * Says no, which ends it however many have agreed.
         *
         * @param feedback a sealed word to the asker, that may be empty
         */
        record Deny(WorkspaceId workspace, MemberId by, String address, Bytes feedback, ActorRef<Reply> replyTo)
                implements Command {}

        /** The session has acted on the decision. */
        record Acknowledge() implements Command {}
    }

    /** What has happened to the question, for ever. */
    public sealed interface Event extends Stored {
        record Asked(Question question) implements Event {}

        /** One yes; {@link Granted} follows the one that makes them enough. */
        record Agreed(Vote vote) implements Event {}

        record Granted(MemberId by, Instant at, Permit permit) implements Event {}

        /** Nobody had to be asked. */
        record Allowed(Permit permit) implements Event {}

        /** {@code feedback} is sealed. */
        record Denied(Vote vote, Bytes feedback) implements Event {}

        record Expired(Instant at) implements Event {}

        record Acknowledged() implements Event {}
    }

    /** The answer to a command. */
    public sealed interface Reply extends CborSerializable {
        /** It is stored. */
        record Done() implements Reply {}

        record Refused(Reason reason) implements Reply {}

        /** Why not. */
        enum Reason {
            UNKNOWN_APPROVAL,
            DIGEST_MISMATCH,
            /** The risk is high and what was typed is not what it takes. */
            NOT_CONFIRMED,
            /** The signature is not over this proposal, or its key has signed before. */
            BAD_SIGNATURE,
            /** Whoever asks must not answer. */
            REQUESTER_MAY_NOT,
            /** This member has agreed before; another one has to. */
            ALREADY_AGREED,
            ALREADY_DECIDED,
            EXPIRED
        }
    }

    private record Expire() implements Command {}

    private record Remind() implements Command {}

    private record Idle() implements Command {}

    /** What approvals work with. */
    public record Surroundings(
            ViewWriter rows, PermitSigner signer, Decisions decisions, Clock clock, ApprovalSettings settings) {}

    private final ActorContext<Command> context;
    private final ActorRef<ClusterSharding.ShardCommand> shard;
    private final TimerScheduler<Command> timers;
    private final Surroundings with;
    private final ProposalId id;

    private Approval(
            ActorContext<Command> context,
            EntityContext<Command> entity,
            TimerScheduler<Command> timers,
            Surroundings with) {
        super(
                PersistenceId.of(KEY.name(), entity.getEntityId()),
                with.settings().restart().strategy());
        this.context = context;
        this.shard = entity.getShard();
        this.timers = timers;
        this.with = with;
        this.id = new ProposalId(entity.getEntityId());
        context.setReceiveTimeout(with.settings().passivateAfter(), new Idle());
    }

    public static Behavior<Command> create(EntityContext<Command> entity, Surroundings with) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> new Approval(context, entity, timers, with)));
    }

    @Override
    public ApprovalState emptyState() {
        return new Unasked();
    }

    @Override
    public EventHandler<ApprovalState, Event> eventHandler() {
        return ApprovalState::apply;
    }

    @Override
    public SignalHandler<ApprovalState> signalHandler() {
        return newSignalHandlerBuilder()
                .onSignal(RecoveryCompleted.instance(), this::settle)
                .build();
    }

    @Override
    public CommandHandlerWithReply<Command, Event, ApprovalState> commandHandler() {
        return (state, command) -> switch (command) {
            case Command.Ask(var question) -> onAsk(state, question);
            case Command.Grant grant -> onGrant(state, grant);
            case Command.Deny deny -> onDeny(state, deny);
            case Command.Acknowledge _ -> onAcknowledge(state);
            case Expire _ -> onExpire(state);
            case Remind _ -> onRemind(state);
            case Idle _ -> onIdle(state);
        };
    }

    private ReplyEffect<Event, ApprovalState> onAsk(ApprovalState state, Question question) {
        if (state instanceof Unasked) {
            return persist(asked(question)).thenNoReply();
        }
        settle(state);
        return Effect().noReply();
    }

    private List<Event> asked(Question question) {
        var asked = new Event.Asked(question);
        return switch (question.answer()) {
            case OPEN -> List.of(asked);
            case SELF -> {
                var events = new ArrayList<Event>(List.of(asked));
                events.addAll(agreed(new Pending(question, List.of()), question.ownVote()));
                yield events;
            }
            case AUTOMATIC ->
                List.of(asked, new Event.Allowed(permit(question, Permit.Authority.AUTOMATIC, List.of(), List.of())));
        };
    }

    private ReplyEffect<Event, ApprovalState> onGrant(ApprovalState state, Command.Grant grant) {
        if (!(state instanceof Pending pending)
                || !pending.question().workspace().equals(grant.workspace())) {
            return refuse(grant.replyTo(), whyNotPending(state, grant.workspace()));
        }
        if (isOver(pending.question())) {
            return expire(grant.replyTo());
        }
        var objection = pending.objectionTo(grant);
        if (objection.isPresent()) {
            return refuse(grant.replyTo(), objection.get());
        }
        var vote = new Vote(grant.by(), grant.address(), with.clock().instant(), grant.signatures());
        return persist(agreed(pending, vote)).thenReply(grant.replyTo(), _ -> new Reply.Done());
    }

    private List<Event> agreed(Pending pending, Vote vote) {
        var agreed = new Event.Agreed(vote);
        var agreeing = pending.with(vote);
        return agreeing.agreed().size() < pending.question().terms().quorum()
                ? List.of(agreed)
                : List.of(
                        agreed,
                        new Event.Granted(
                                vote.by(),
                                vote.at(),
                                permit(
                                        pending.question(),
                                        Permit.Authority.HUMAN,
                                        agreeing.approvers(),
                                        agreeing.signatures())));
    }

    private ReplyEffect<Event, ApprovalState> onDeny(ApprovalState state, Command.Deny deny) {
        if (!(state instanceof Pending pending)
                || !pending.question().workspace().equals(deny.workspace())) {
            return refuse(deny.replyTo(), whyNotPending(state, deny.workspace()));
        }
        if (isOver(pending.question())) {
            return expire(deny.replyTo());
        }
        var vote = new Vote(deny.by(), deny.address(), with.clock().instant(), List.of());
        return persist(List.of(new Event.Denied(vote, deny.feedback())))
                .thenReply(deny.replyTo(), _ -> new Reply.Done());
    }

    private static Reply.Reason whyNotPending(ApprovalState state, WorkspaceId workspace) {
        if (!(state instanceof Decided decided)
                || !decided.question().workspace().equals(workspace)) {
            return Reply.Reason.UNKNOWN_APPROVAL;
        }
        return decided.ending() instanceof Ending.Expired ? Reply.Reason.EXPIRED : Reply.Reason.ALREADY_DECIDED;
    }

    private ReplyEffect<Event, ApprovalState> expire(ActorRef<Reply> replyTo) {
        return persist(List.of(new Event.Expired(with.clock().instant())))
                .thenReply(replyTo, _ -> new Reply.Refused(Reply.Reason.EXPIRED));
    }

    private ReplyEffect<Event, ApprovalState> onExpire(ApprovalState state) {
        if (state instanceof Pending pending && isOver(pending.question())) {
            return persist(List.of(new Event.Expired(with.clock().instant()))).thenNoReply();
        }
        settle(state);
        return Effect().noReply();
    }

    private ReplyEffect<Event, ApprovalState> onAcknowledge(ApprovalState state) {
        return state instanceof Decided decided && !decided.acknowledged()
                ? persist(List.of(new Event.Acknowledged())).thenNoReply()
                : Effect().noReply();
    }

    private ReplyEffect<Event, ApprovalState> onRemind(ApprovalState state) {
        settle(state);
        return Effect().noReply();
    }

    private ReplyEffect<Event, ApprovalState> onIdle(ApprovalState state) {
        if (state instanceof Unasked || (state instanceof Decided decided && decided.acknowledged())) {
            shard.tell(new ClusterSharding.Passivate<>(context.getSelf()));
        }
        return Effect().noReply();
    }

    private EffectBuilder<Event, ApprovalState> persist(List<Event> events) {
        return Effect().persist(events).thenRun(this::settle);
    }

    /** Shows the state and does what is due in it; safe to repeat. */
    private void settle(ApprovalState state) {
        ApprovalView.row(id, lastSequenceNumber(context), state)
                .ifPresent(row -> with.rows().write(g -> g.add(row)));
        switch (state) {
            case Pending(var question, var _) -> {
                with.decisions().tell(question.asker(), new Decision.Open(id));
                timers.startSingleTimer(new Expire(), left(question));
            }
            case Decided(var question, var _, var ending, boolean acknowledged)
            when !acknowledged -> {
                with.decisions().tell(question.asker(), decision(ending));
                timers.startSingleTimer(new Remind(), with.settings().remindEvery());
            }
            case Decided _, Unasked _ -> timers.cancelAll();
        }
    }

    private Decision decision(Ending ending) {
        return switch (ending) {
            case Ending.Granted(var _, var _, var permit) -> new Decision.Granted(id, permit);
            case Ending.Allowed(var permit) -> new Decision.Granted(id, permit);
            case Ending.Denied _, Ending.Expired _ -> new Decision.Refused(id);
        };
    }

    private Duration left(Question question) {
        Duration left = Duration.between(with.clock().instant(), question.expiresAt());
        return left.isPositive() ? left : Duration.ofMillis(1);
    }

    private boolean isOver(Question question) {
        return !with.clock().instant().isBefore(question.expiresAt());
    }

    private Permit permit(
            Question question,
            Permit.Authority authority,
            List<MemberId> approvers,
            List<ApproverSignature> signatures) {
        var signer = with.signer();
        return Permit.sign(
                question.digest(),
                authority,
                approvers,
                signatures,
                with.clock().instant(),
                signer.key(),
                signer.sign());
    }

    private ReplyEffect<Event, ApprovalState> refuse(ActorRef<Reply> replyTo, Reply.Reason reason) {
        return Effect().reply(replyTo, new Reply.Refused(reason));
    }
}
