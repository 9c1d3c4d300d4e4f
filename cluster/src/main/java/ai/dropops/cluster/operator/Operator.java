package ai.dropops.cluster.operator;

import ai.dropops.cluster.CborSerializable;
import ai.dropops.persistence.view.Labels;
import ai.dropops.persistence.view.Views;
import ai.dropops.protocol.action.Order;
import ai.dropops.protocol.audit.Checkpoint;
import ai.dropops.protocol.guard.HostFacts.Kind;
import ai.dropops.protocol.identity.Digest;
import ai.dropops.protocol.identity.ExecutionId;
import ai.dropops.protocol.identity.Fingerprint;
import ai.dropops.protocol.identity.OperatorId;
import ai.dropops.protocol.identity.ProposalId;
import ai.dropops.protocol.identity.SessionId;
import ai.dropops.protocol.identity.VerifyingKey;
import ai.dropops.protocol.identity.WorkspaceId;
import ai.dropops.protocol.wire.Frame;
import ai.dropops.protocol.wire.HostReport;
import ai.dropops.protocol.wire.Metrics;
import java.time.Clock;
import java.util.concurrent.Executor;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityContext;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityTypeKey;

/** Our agent process on a host, filling one slot. */
public final class Operator {
    public static final EntityTypeKey<Command> KEY = EntityTypeKey.create(Command.class, "operator");

    /** What an operator may be told. Members' commands name their workspace; in another one the slot does not exist. */
    public sealed interface Command extends CborSerializable {
        /** Opens the slot. {@code number} is its place in the workspace, from {@code Workspace}. */
        record CreateSlot(
                WorkspaceId workspace,
                int number,
                String name,
                Kind kind,
                Digest keyHash,
                Labels labels,
                ActorRef<Reply> replyTo)
                implements Command {}

        /** Gives it these labels and no others. */
        record Label(WorkspaceId workspace, Labels labels, ActorRef<Reply> replyTo) implements Command {}

        /** Replaces the key; the old one, the enrolment and the link made with it end at once. */
        record RefreshKey(WorkspaceId workspace, Digest keyHash, ActorRef<Reply> replyTo) implements Command {}

        /** Ends the key and the link made with it at once. */
        record RevokeKey(WorkspaceId workspace, ActorRef<Reply> replyTo) implements Command {}

        /** Told by {@code Session} only; repeating it changes nothing. */
        record Bind(WorkspaceId workspace, SessionId session, ActorRef<BindReply> replyTo) implements Command {}

        /** Told by {@code Session} only. */
        record Unbind(WorkspaceId workspace, SessionId session, ActorRef<BindReply> replyTo) implements Command {}

        /** Ends the process on the host; started there again by hand, it is back. */
        record Stop(WorkspaceId workspace, ActorRef<Reply> replyTo) implements Command {}

        /** First contact, with the API key, or the same machine coming again with it. */
        record Enrol(Enrolment enrolment, ActorRef<EnrolReply> replyTo) implements Command {}

        /**
         * A link with a verified client certificate has said hello.
         *
         * @param tlsKey SHA-256 of the certificate's SubjectPublicKeyInfo
         * @param sequence the last receipt the host knows it made
         */
        record Attach(
                ActorRef<LinkCommand> link,
                Fingerprint fingerprint,
                Digest tlsKey,
                long sequence,
                ActorRef<AttachReply> replyTo)
                implements Command {}

        /** Told after {@link LinkCommand.Confirm}: the host of {@code attach} was asked since, and has no other link. */
        record Confirmed(Attach attach) implements Command {}

        /** The socket is closed. */
        record Detach(ActorRef<LinkCommand> link) implements Command {}

        /** A heartbeat of the attached link. {@code metrics} hold the latency the link measured, if it did. */
        record Beat(ActorRef<LinkCommand> link, HostReport host, Metrics metrics) implements Command {}

        /** The attached link has read {@code frame}. */
        record Started(ActorRef<LinkCommand> link, Frame.Started frame) implements Command {}

        /** The attached link has read {@code frame}. */
        record Reported(ActorRef<LinkCommand> link, Frame.Report frame) implements Command {}

        /** Asks for the link, to read output through it. */
        record WhereIsLink(ActorRef<LinkReply> replyTo) implements Command {}

        /** Told by {@code execution} only: passes {@code order} on if there is a link. {@link Outcomes} hear of it. */
        record Deliver(Order order, ProposalId proposal) implements Command {}

        /** Told by {@code execution} only: ends a running execution. */
        record Cancel(ExecutionId execution) implements Command {}

        /** Told by {@code execution} only: forbids an execution that has not begun. */
        record Forbid(ExecutionId execution, ProposalId proposal, int attempt) implements Command {}

        /** Told by {@code execution} only: the receipt is stored. */
        record Kept(ExecutionId execution, long sequence) implements Command {}

        /** Told by {@code execution} only: the newest head of the host's history is counter-signed. */
        record Witnessed(Checkpoint.Signed checkpoint) implements Command {}

        /** The attached link has read {@code frame}. */
        record HistoryBegun(ActorRef<LinkCommand> link, Frame.HistoryBegun frame) implements Command {
            @Override
            public String toString() {
                return "HistoryBegun";
            }
        }
    }

    /**
     * Who wants to fill the slot.
     *
     * @param keyHash of the API key that was presented
     * @param tlsKey SHA-256 of the SubjectPublicKeyInfo in the certificate request
     */
    public record Enrolment(
            Digest keyHash, Fingerprint fingerprint, VerifyingKey receiptKey, Digest tlsKey, String hostname) {}

    /** The answer to a member's command. */
    public sealed interface Reply extends CborSerializable {
        /** It is so; rows say it after {@code Views.flushed()}. */
        record Done() implements Reply {}

        record Refused(Reply.Reason reason) implements Reply {}

        /** Why not. */
        enum Reason {
            UNKNOWN_OPERATOR,
            ALREADY_CREATED,
            NOT_ENROLLED,
            BOUND_ELSEWHERE,
            NOT_CONNECTED
        }
    }

    /** The answer to {@link Command.Bind} and {@link Command.Unbind}. */
    public sealed interface BindReply extends CborSerializable {
        OperatorId operator();

        record Bound(OperatorId operator) implements BindReply {}

        /** It does not belong to the session that asked. */
        record Unbound(OperatorId operator) implements BindReply {}

        record Refused(OperatorId operator, Reply.Reason reason) implements BindReply {}
    }

    /** The answer to {@link Command.Enrol}. */
    public sealed interface EnrolReply extends CborSerializable {
        record Accepted(OperatorId operator, WorkspaceId workspace) implements EnrolReply {}

        record Refused(EnrolReply.Reason reason) implements EnrolReply {}

        /** Why not. */
        enum Reason {
            UNKNOWN_SLOT,
            WRONG_KEY,
            REVOKED,
            WRONG_MACHINE
        }
    }

    /** The answer to {@link Command.Attach}. */
    public sealed interface AttachReply extends CborSerializable {
        /** The link is this operator's; it watches {@code operator} and attaches again when that ends. */
        record Attached(OperatorId id, WorkspaceId workspace, ActorRef<Command> operator) implements AttachReply {}

        record Refused(Frame.Goodbye goodbye) implements AttachReply {}
    }

    /** The answer to {@link Command.WhereIsLink}. */
    public sealed interface LinkReply extends CborSerializable {
        record LinkAt(ActorRef<LinkCommand> link) implements LinkReply {}

        record NotConnected() implements LinkReply {}
    }

    /** The highest receipt of this enrolment was looked up for {@code attach}. */
    record SequenceKnown(Command.Attach attach, long sequence) implements Command {}

    /** It could not be looked up. */
    record SequenceUnknown(Command.Attach attach, String why) implements Command {}

    record LinkEnded(ActorRef<LinkCommand> link) implements Command {}

    record SilenceCheck() implements Command {}

    record Idle() implements Command {}

    /** What operators work with. */
    public record Surroundings(
            Views views, Outcomes outcomes, Executor blocking, Clock clock, OperatorSettings settings) {}

    private Operator() {}

    public static Behavior<Command> create(EntityContext<Command> entity, Surroundings with) {
        return Behaviors.setup(
                context -> Behaviors.withTimers(timers -> new OperatorEntity(context, entity, timers, with)));
    }
}
