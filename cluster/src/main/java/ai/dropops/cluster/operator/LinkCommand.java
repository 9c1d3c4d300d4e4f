package ai.dropops.cluster.operator;

import ai.dropops.cluster.CborSerializable;
import ai.dropops.protocol.action.Order;
import ai.dropops.protocol.identity.ExecutionId;
import ai.dropops.protocol.wire.Frame;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.stream.SourceRef;

/** What the actor of one operator's socket may be told. */
public sealed interface LinkCommand extends CborSerializable {
    /** Sends {@code frame} as it is; never a {@link Frame.Deliver}, which only the link can complete. */
    record Send(Frame.FromControlPlane frame) implements LinkCommand {}

    /** Sends {@code order} with the connection's challenge and its next counter. */
    record Deliver(Order order) implements LinkCommand {}

    /** Says goodbye and closes the socket. */
    record Close(Frame.Goodbye goodbye) implements LinkCommand {}

    /** Answers {@link Operator.Command.Confirmed} once the host has answered over this very socket; else nothing. */
    record Confirm() implements LinkCommand {}

    /** Opens a reader on an execution's output from the given offsets on. */
    record OpenReader(ExecutionId execution, long stdoutOffset, long stderrOffset, ActorRef<ReaderReply> replyTo)
            implements LinkCommand {}

    /** The answer to {@link OpenReader}. */
    sealed interface ReaderReply extends CborSerializable {
        record Opened(SourceRef<OutputChunk> output) implements ReaderReply {}

        record Refused(String message) implements ReaderReply {}
    }
}
