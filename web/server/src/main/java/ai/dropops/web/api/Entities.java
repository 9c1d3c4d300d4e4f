package ai.dropops.web.api;

import ai.dropops.cluster.approval.Approval;
import ai.dropops.cluster.batch.Batch;
import ai.dropops.cluster.operator.DeviceLink;
import ai.dropops.cluster.operator.Operator;
import ai.dropops.cluster.session.Session;
import ai.dropops.cluster.workspace.Workspace;
import ai.dropops.persistence.view.MemberRow;
import ai.dropops.persistence.view.Members;
import ai.dropops.protocol.identity.BatchId;
import ai.dropops.protocol.identity.DeviceLinkId;
import ai.dropops.protocol.identity.OperatorId;
import ai.dropops.protocol.identity.ProposalId;
import ai.dropops.protocol.identity.SessionId;
import ai.dropops.protocol.identity.WorkspaceId;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityTypeKey;

/** The entities as the API asks them: an answer in time, or a TimeoutException. */
public record Entities(ClusterSharding sharding, Duration timeout) {
    /** Founds a workspace and opens its owner's session; repeating it changes nothing. */
    public CompletionStage<?> found(Members.Home home) {
        MemberRow owner = home.owner();
        return this.<Workspace.Reply>workspace(
                        home.workspace(),
                        replyTo -> new Workspace.Command.Found(
                                home.name(), owner.id(), owner.name(), owner.session(), replyTo))
                .thenCompose(_ -> this.<Session.Reply>session(
                        owner.session(), replyTo -> new Session.Command.Open(home.workspace(), owner.id(), replyTo)));
    }

    <R> CompletionStage<R> operator(OperatorId id, Function<ActorRef<R>, Operator.Command> command) {
        return ask(Operator.KEY, id.value(), command);
    }

    <R> CompletionStage<R> deviceLink(DeviceLinkId id, Function<ActorRef<R>, DeviceLink.Command> command) {
        return ask(DeviceLink.KEY, id.value(), command);
    }

    <R> CompletionStage<R> session(SessionId id, Function<ActorRef<R>, Session.Command> command) {
        return ask(Session.KEY, id.value(), command);
    }

    <R> CompletionStage<R> approval(ProposalId id, Function<ActorRef<R>, Approval.Command> command) {
        return ask(Approval.KEY, id.value(), command);
    }

    <R> CompletionStage<R> batch(BatchId id, Function<ActorRef<R>, Batch.Command> command) {
        return ask(Batch.KEY, id.value(), command);
    }

    <R> CompletionStage<R> workspace(WorkspaceId id, Function<ActorRef<R>, Workspace.Command> command) {
        return ask(Workspace.KEY, id.value(), command);
    }

    private <C, R> CompletionStage<R> ask(EntityTypeKey<C> key, String id, Function<ActorRef<R>, C> command) {
        return sharding.entityRefFor(key, id).ask(command::apply, timeout);
    }
}
