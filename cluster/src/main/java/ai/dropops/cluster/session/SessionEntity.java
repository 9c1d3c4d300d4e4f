package ai.dropops.cluster.session;

import ai.dropops.cluster.approval.Approval;
import ai.dropops.cluster.approval.Decision;
import ai.dropops.cluster.batch.Batch;
import ai.dropops.cluster.operator.Operator;
import ai.dropops.cluster.session.Session.Command;
import ai.dropops.cluster.session.Session.ProposeReply;
import ai.dropops.cluster.session.Session.Reply;
import ai.dropops.cluster.session.SessionState.Open;
import ai.dropops.cluster.session.SessionState.Unopened;
import ai.dropops.protocol.identity.BatchId;
import ai.dropops.protocol.identity.OperatorId;
import ai.dropops.protocol.identity.ProposalId;
import ai.dropops.protocol.identity.SessionId;
import ai.dropops.protocol.identity.WorkspaceId;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityContext;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.persistence.typed.RecoveryCompleted;
import org.apache.pekko.persistence.typed.javadsl.CommandHandlerWithReply;
import org.apache.pekko.persistence.typed.javadsl.EventHandler;
import org.apache.pekko.persistence.typed.javadsl.EventSourcedBehaviorWithEnforcedReplies;
import org.apache.pekko.persistence.typed.javadsl.ReplyEffect;
import org.apache.pekko.persistence.typed.javadsl.RetentionCriteria;
import org.apache.pekko.persistence.typed.javadsl.SignalHandler;

/** A session as it lasts, with whoever waits for its answers at the moment. */
final class SessionEntity extends EventSourcedBehaviorWithEnforcedReplies<Command, SessionEvent, SessionState> {
    private static final int SNAPSHOTS = 2;

    private final ActorContext<Command> context;
    private final TimerScheduler<Command> timers;
    private final Session.Surroundings with;
    private final SessionId id;
    private final Drafting drafting;
    private final Waiting waiting = new Waiting();
    private final ActorRef<Operator.BindReply> operatorAnswers;
    private final ActorRef<Batch.Taken> batchAnswers;

    SessionEntity(
            ActorContext<Command> context,
            EntityContext<Command> entity,
            TimerScheduler<Command> timers,
            Session.Surroundings with) {
        super(
                PersistenceId.of(Session.KEY.name(), entity.getEntityId()),
                with.settings().restart().strategy());
        this.context = context;
        this.timers = timers;
        this.with = with;
        this.id = new SessionId(entity.getEntityId());
        this.drafting = new Drafting(
                with.views(), with.clock(), with.ids(), with.settings().decideWithin());
        this.operatorAnswers = context.messageAdapter(Operator.BindReply.class, Session.OperatorAnswered::new);
        this.batchAnswers = context.messageAdapter(Batch.Taken.class, Session.BatchTaken::new);
    }

    @Override
    public SessionState emptyState() {
        return new Unopened();
    }

    @Override
    public EventHandler<SessionState, SessionEvent> eventHandler() {
        return SessionState::apply;
    }

    @Override
    public RetentionCriteria retentionCriteria() {
        return RetentionCriteria.snapshotEvery(with.settings().snapshotEvery(), SNAPSHOTS);
    }

    @Override
    public SignalHandler<SessionState> signalHandler() {
        return newSignalHandlerBuilder()
                .onSignal(RecoveryCompleted.instance(), this::onRecovered)
                .build();
    }

    /** Approvals may not have heard of what was proposed last; those that were decided tell it again by themselves. */
    private void onRecovered(SessionState state) {
        if (state instanceof Open open) {
            open.proposals().forEach(proposal -> ask(proposal, List.of()));
        }
    }

    @Override
    public CommandHandlerWithReply<Command, SessionEvent, SessionState> commandHandler() {
        return (state, command) -> switch (command) {
            case Command.Open open -> onOpen(state, open);
            case Command.Bind(var workspace, var operator, var replyTo) ->
                in(workspace, state, replyTo, _ -> onBind(workspace, operator, replyTo));
            case Command.Unbind(var workspace, var operator, var replyTo) ->
                in(workspace, state, replyTo, open -> onUnbind(open, operator, replyTo));
            case Command.Propose propose -> onPropose(state, propose);
            case Command.Decided(var decision) -> onDecided(state, decision);
            case Session.OperatorAnswered(var reply) -> onOperatorAnswered(state, reply);
            case Session.BatchTaken(var taken) ->
                onBatchTaken(state, taken.batch().proposal());
            case Session.Drafted(var propose, var draft) -> onDrafted(propose, draft);
            case Session.NotDrafted(var propose, var why) -> onNotDrafted(propose, why);
            case Session.AskAgain _ -> onAskAgain(state);
        };
    }

    private ReplyEffect<SessionEvent, SessionState> onOpen(SessionState state, Command.Open open) {
        return state instanceof Open
                ? Effect().reply(open.replyTo(), new Reply.Done())
                : Effect()
                        .persist(new SessionEvent.Opened(open.workspace(), open.member(), now()))
                        .thenReply(open.replyTo(), _ -> new Reply.Done());
    }

    private ReplyEffect<SessionEvent, SessionState> onBind(
            WorkspaceId workspace, OperatorId operator, ActorRef<Reply> replyTo) {
        waiting.forOperator(operator, replyTo);
        with.operators().accept(operator, new Operator.Command.Bind(workspace, id, operatorAnswers));
        return Effect().noReply();
    }

    private ReplyEffect<SessionEvent, SessionState> onUnbind(Open open, OperatorId operator, ActorRef<Reply> replyTo) {
        if (!open.bound().contains(operator)) {
            return refuse(replyTo, Reply.Reason.NOT_BOUND);
        }
        return Effect()
                .persist(new SessionEvent.OperatorUnbound(operator, now()))
                .thenRun((SessionState _) -> {
                    waiting.forOperator(operator, replyTo);
                    with.operators()
                            .accept(operator, new Operator.Command.Unbind(open.workspace(), id, operatorAnswers));
                })
                .thenNoReply();
    }

    private ReplyEffect<SessionEvent, SessionState> onOperatorAnswered(SessionState state, Operator.BindReply reply) {
        boolean known = state instanceof Open open && open.bound().contains(reply.operator());
        return switch (reply) {
            case Operator.BindReply.Bound(var operator)
            when !known ->
                Effect()
                        .persist(new SessionEvent.OperatorBound(operator, now()))
                        .thenRun((SessionState _) -> answer(operator, new Reply.Done()))
                        .thenNoReply();
            case Operator.BindReply.Bound(var operator) -> answered(operator, new Reply.Done());
            case Operator.BindReply.Unbound(var operator) -> answered(operator, new Reply.Done());
            case Operator.BindReply.Refused(var operator, var reason) ->
                answered(operator, new Reply.Refused(because(reason)));
        };
    }

    private static Reply.Reason because(Operator.Reply.Reason reason) {
        return switch (reason) {
            case NOT_ENROLLED -> Reply.Reason.NOT_ENROLLED;
            case BOUND_ELSEWHERE -> Reply.Reason.BOUND_ELSEWHERE;
            case UNKNOWN_OPERATOR, ALREADY_CREATED, NOT_CONNECTED -> Reply.Reason.UNKNOWN_OPERATOR;
        };
    }

    private ReplyEffect<SessionEvent, SessionState> onPropose(SessionState state, Command.Propose propose) {
        if (!(state instanceof Open open) || !open.workspace().equals(propose.workspace())) {
            return Effect()
                    .reply(
                            propose.replyTo(),
                            new ProposeReply.Refused(ProposeReply.Reason.UNKNOWN_SESSION, "Sign in again."));
        }
        var used = open.key(propose.wish().idempotencyKey());
        if (used.isPresent()) {
            return Effect().reply(propose.replyTo(), again(used.get(), propose));
        }
        if (!waiting.joinsDraft(propose)) {
            waiting.beginsDraft(propose);
            draft(open, propose);
        }
        return Effect().noReply();
    }

    private static ProposeReply again(SessionState.UsedKey used, Command.Propose propose) {
        return used.wish().equals(propose.wish().digest())
                ? new ProposeReply.Proposed(used.proposal(), BatchId.of(used.proposal()), used.judgement())
                : keyReused();
    }

    private void draft(Open open, Command.Propose propose) {
        var scope = Targets.Scope.bound(open.workspace(), id, open.bound());
        context.pipeToSelf(
                CompletableFuture.supplyAsync(
                        () -> drafting.draft(propose.wish(), propose.by(), propose.address(), scope), with.blocking()),
                (draft, failure) -> failure == null
                        ? new Session.Drafted(propose, draft)
                        : new Session.NotDrafted(propose, String.valueOf(failure.getMessage())));
    }

    private ReplyEffect<SessionEvent, SessionState> onDrafted(Command.Propose propose, Draft draft) {
        List<Command.Propose> waited = waiting.drafted(propose);
        return switch (draft) {
            case Draft.Refused(var reason, var message) -> {
                tell(waited, new ProposeReply.Refused(reason, message));
                yield Effect().noReply();
            }
            case Draft.Denied(var effects, var reason, var brief) ->
                Effect()
                        .persist(new SessionEvent.Denied(propose.by(), propose.address(), brief, now()))
                        .thenRun((SessionState _) -> tell(waited, new ProposeReply.Denied(effects, reason)))
                        .thenNoReply();
            case Draft.Ready(var proposal, var question) ->
                Effect()
                        .persist(new SessionEvent.Proposed(
                                proposal,
                                question,
                                propose.wish().idempotencyKey(),
                                propose.wish().digest()))
                        .thenRun((SessionState _) ->
                                ask(new SessionState.OpenProposal(proposal, question), entitled(propose, waited)))
                        .thenNoReply();
        };
    }

    /** Those who wished for the same as {@code propose}; others that used its key are told so. */
    private static List<ActorRef<ProposeReply>> entitled(Command.Propose propose, List<Command.Propose> waited) {
        var digest = propose.wish().digest();
        waited.stream()
                .filter(other -> !other.wish().digest().equals(digest))
                .forEach(other -> other.replyTo().tell(keyReused()));
        return waited.stream()
                .filter(other -> other.wish().digest().equals(digest))
                .map(Command.Propose::replyTo)
                .toList();
    }

    private ReplyEffect<SessionEvent, SessionState> onNotDrafted(Command.Propose propose, String why) {
        context.getLog().error("A proposal of {} could not be stored: {}", id, why);
        tell(
                waiting.drafted(propose),
                new ProposeReply.Refused(ProposeReply.Reason.TRY_AGAIN, "The database did not answer; try again."));
        return Effect().noReply();
    }

    private void ask(SessionState.OpenProposal proposal, List<ActorRef<ProposeReply>> replyTo) {
        waiting.forApproval(proposal.id(), replyTo);
        with.approvals().accept(proposal.id(), new Approval.Command.Ask(proposal.question()));
        timers.startSingleTimer(new Session.AskAgain(), with.settings().askAgainEvery());
    }

    private ReplyEffect<SessionEvent, SessionState> onAskAgain(SessionState state) {
        if (state instanceof Open open && !waiting.unanswered().isEmpty()) {
            waiting.unanswered().stream()
                    .flatMap(it -> open.proposal(it).stream())
                    .forEach(proposal ->
                            with.approvals().accept(proposal.id(), new Approval.Command.Ask(proposal.question())));
            timers.startSingleTimer(new Session.AskAgain(), with.settings().askAgainEvery());
        }
        return Effect().noReply();
    }

    private ReplyEffect<SessionEvent, SessionState> onDecided(SessionState state, Decision decision) {
        ProposalId proposal = decision.proposal();
        if (!(state instanceof Open open) || open.proposal(proposal).isEmpty()) {
            acknowledge(decision);
            return Effect().noReply();
        }
        var question = open.proposal(proposal).get().question();
        var proposed = new ProposeReply.Proposed(proposal, BatchId.of(proposal), Session.Judgement.of(question));
        switch (decision) {
            case Decision.Open _ -> {}
            case Decision.Granted(var _, var permit) ->
                with.batches()
                        .accept(
                                BatchId.of(proposal),
                                new Batch.Command.Begin(
                                        open.workspace(),
                                        question.by(),
                                        question.terms().requesterMayApprove(),
                                        permit,
                                        batchAnswers));
            case Decision.Refused _ ->
                with.batches()
                        .accept(
                                BatchId.of(proposal),
                                new Batch.Command.Abandon(
                                        open.workspace(),
                                        question.by(),
                                        question.targetCount(),
                                        question.strategy(),
                                        question.limits(),
                                        question.askedAt(),
                                        batchAnswers));
        }
        waiting.approvalAnswered(proposal).forEach(replyTo -> replyTo.tell(proposed));
        return Effect().noReply();
    }

    private void acknowledge(Decision decision) {
        if (!(decision instanceof Decision.Open)) {
            with.approvals().accept(decision.proposal(), new Approval.Command.Acknowledge());
        }
    }

    private ReplyEffect<SessionEvent, SessionState> onBatchTaken(SessionState state, ProposalId proposal) {
        return state instanceof Open open && open.proposal(proposal).isPresent()
                ? Effect()
                        .persist(new SessionEvent.Closed(proposal))
                        .thenRun((SessionState _) ->
                                with.approvals().accept(proposal, new Approval.Command.Acknowledge()))
                        .thenNoReply()
                : Effect().noReply();
    }

    private ReplyEffect<SessionEvent, SessionState> in(
            WorkspaceId workspace,
            SessionState state,
            ActorRef<Reply> replyTo,
            Function<Open, ReplyEffect<SessionEvent, SessionState>> then) {
        return state instanceof Open open && open.workspace().equals(workspace)
                ? then.apply(open)
                : refuse(replyTo, Reply.Reason.UNKNOWN_SESSION);
    }

    private ReplyEffect<SessionEvent, SessionState> refuse(ActorRef<Reply> replyTo, Reply.Reason reason) {
        return Effect().reply(replyTo, new Reply.Refused(reason));
    }

    private ReplyEffect<SessionEvent, SessionState> answered(OperatorId operator, Reply reply) {
        answer(operator, reply);
        return Effect().noReply();
    }

    private void answer(OperatorId operator, Reply reply) {
        waiting.operatorAnswered(operator).forEach(replyTo -> replyTo.tell(reply));
    }

    private static void tell(List<Command.Propose> waited, ProposeReply reply) {
        waited.forEach(propose -> propose.replyTo().tell(reply));
    }

    private static ProposeReply keyReused() {
        return new ProposeReply.Refused(
                ProposeReply.Reason.KEY_REUSED, "This Idempotency-Key was used for something else; choose a new one.");
    }

    private Instant now() {
        return with.clock().instant();
    }
}
