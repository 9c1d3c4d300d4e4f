package ai.dropops.cluster.session;

import ai.dropops.cluster.CborSerializable;
import ai.dropops.cluster.approval.Approval;
import ai.dropops.cluster.approval.Decision;
import ai.dropops.cluster.approval.Question;
import ai.dropops.cluster.batch.Batch;
import ai.dropops.cluster.operator.Operator;
import ai.dropops.persistence.view.Views;
import ai.dropops.protocol.guard.Risk;
import ai.dropops.protocol.identity.BatchId;
import ai.dropops.protocol.identity.MemberId;
import ai.dropops.protocol.identity.OperatorId;
import ai.dropops.protocol.identity.ProposalId;
import ai.dropops.protocol.identity.WorkspaceId;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityContext;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityTypeKey;

/** A member's working set: the operators bound to it and the proposals it has open. */
public final class Session {
    public static final EntityTypeKey<Command> KEY = EntityTypeKey.create(Command.class, "session");

    /** What a session may be told. */
    public sealed interface Command extends CborSerializable {
        /** Begins the session; repeating it changes nothing. */
        record Open(WorkspaceId workspace, MemberId member, ActorRef<Reply> replyTo) implements Command {}

        /** Takes the operator into this session. */
        record Bind(WorkspaceId workspace, OperatorId operator, ActorRef<Reply> replyTo) implements Command {}

        /** Lets the operator go; what runs there goes on. */
        record Unbind(WorkspaceId workspace, OperatorId operator, ActorRef<Reply> replyTo) implements Command {}

        /**
         * Judges the wish, freezes it under a digest and puts it to a human where one must be asked.
         *
         * @param address where the wish came from
         */
        record Propose(WorkspaceId workspace, MemberId by, String address, Wish wish, ActorRef<ProposeReply> replyTo)
                implements Command {}

        /** Told by {@code Approval} until it is acknowledged. */
        record Decided(Decision decision) implements Command {}
    }

    /** The answer to {@link Command.Open}, {@link Command.Bind} and {@link Command.Unbind}. */
    public sealed interface Reply extends CborSerializable {
        /** It is so; rows say it after {@code Views.flushed()}. */
        record Done() implements Reply {}

        record Refused(Reply.Reason reason) implements Reply {}

        /** Why not. */
        enum Reason {
            UNKNOWN_SESSION,
            UNKNOWN_OPERATOR,
            NOT_ENROLLED,
            BOUND_ELSEWHERE,
            NOT_BOUND,
            /** Something did not answer; asking again is safe. */
            TRY_AGAIN
        }
    }

    /** The answer to {@link Command.Propose}. */
    public sealed interface ProposeReply extends CborSerializable {
        /** It is frozen and put to a human, or already permitted. */
        record Proposed(ProposalId proposal, BatchId batch, Judgement judgement) implements ProposeReply {}

        /** The guard forbids it, whoever approves; {@code effects} are in words. */
        record Denied(List<String> effects, String reason) implements ProposeReply {
            public Denied {
                effects = List.copyOf(effects);
            }
        }

        /** {@code message} says what to do. */
        record Refused(ProposeReply.Reason reason, String message) implements ProposeReply {}

        /** Why not. */
        enum Reason {
            UNKNOWN_SESSION,
            BAD_TARGET,
            NO_TARGETS,
            NOT_BOUND,
            /** The target means another number of hosts than was expected. */
            UNEXPECTED_COUNT,
            NEEDS_SECOND_LOOK,
            /** The pauses between the waves last longer than the permit. */
            TOO_SLOW,
            /** The idempotency key was used for another wish. */
            KEY_REUSED,
            /** Something did not answer; asking again with the same idempotency key is safe. */
            TRY_AGAIN
        }
    }

    /**
     * What the guard said; its words are kept with the proposal.
     *
     * @param automatic whether nobody has to be asked
     */
    public record Judgement(boolean automatic, Risk risk) {
        static Judgement of(Question question) {
            return new Judgement(question.answer() == Question.Answer.AUTOMATIC, question.risk());
        }
    }

    record OperatorAnswered(Operator.BindReply reply) implements Command {}

    record BatchTaken(Batch.Taken taken) implements Command {}

    /** What became of the wish in {@code propose}. */
    record Drafted(Command.Propose propose, Draft draft) implements Command {}

    record NotDrafted(Command.Propose propose, String why) implements Command {}

    record AskAgain() implements Command {}

    /**
     * What sessions work with.
     *
     * @param operators tells an operator something, and so on
     * @param ids makes 16 random bytes
     */
    public record Surroundings(
            Views views,
            BiConsumer<OperatorId, Operator.Command> operators,
            BiConsumer<ProposalId, Approval.Command> approvals,
            BiConsumer<BatchId, Batch.Command> batches,
            Supplier<byte[]> ids,
            Executor blocking,
            Clock clock,
            SessionSettings settings) {}

    private Session() {}

    public static Behavior<Command> create(EntityContext<Command> entity, Surroundings with) {
        return Behaviors.setup(
                context -> Behaviors.withTimers(timers -> new SessionEntity(context, entity, timers, with)));
    }
}
