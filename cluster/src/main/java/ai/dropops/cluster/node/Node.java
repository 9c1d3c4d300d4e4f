package ai.dropops.cluster.node;

import ai.dropops.cluster.approval.Approval;
import ai.dropops.cluster.approval.PermitSigner;
import ai.dropops.cluster.batch.Batch;
import ai.dropops.cluster.execution.Dispatch;
import ai.dropops.cluster.operator.Operator;
import ai.dropops.cluster.session.Session;
import ai.dropops.cluster.workspace.Workspace;
import ai.dropops.persistence.view.Views;
import ai.dropops.protocol.identity.BatchId;
import com.typesafe.config.Config;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.sharding.typed.ShardingEnvelope;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.Entity;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityRef;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityTypeKey;
import org.apache.pekko.cluster.sharding.typed.javadsl.StartEntity;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Join;

/** One process of the control plane: a cluster of one, with every kind of entity. */
public final class Node {
    private static final int ID_BYTES = 16;

    private final ClusterSharding sharding;
    private final NodeSettings settings;
    private final Views views;
    private final PermitSigner signer;
    private final Clock clock;
    private final Executor blocking = Executors.newVirtualThreadPerTaskExecutor();

    private Node(ClusterSharding sharding, NodeSettings settings, Views views, PermitSigner signer, Clock clock) {
        this.sharding = sharding;
        this.settings = settings;
        this.views = views;
        this.signer = signer;
        this.clock = clock;
    }

    /**
     * Starts the actor system, joined to itself, and wakes what was unfinished; blocks while it looks for that.
     *
     * @param config with the journal's place in it
     */
    public static ActorSystem<Void> start(Config config, Views views, PermitSigner signer, Clock clock) {
        Config cluster = config.getConfig("dropops.cluster");
        var settings = NodeSettings.from(cluster);
        Config laidOver = cluster.getConfig("actor-system").withFallback(config);
        ActorSystem<Void> system = ActorSystem.create(Behaviors.<Void>empty(), "dropops", laidOver);
        var self = Cluster.get(system);
        self.manager().tell(Join.create(self.selfMember().address()));
        new Node(ClusterSharding.get(system), settings, views, signer, clock).hold();
        return system;
    }

    private void hold() {
        var workspaces = sharding.init(Entity.of(
                Workspace.KEY, entity -> Workspace.create(entity, views.writer(), clock, settings.workspace())));
        var operators = sharding.init(Entity.of(Operator.KEY, entity -> Operator.create(entity, operator())));
        var sessions = sharding.init(Entity.of(Session.KEY, entity -> Session.create(entity, session())));
        var approvals = sharding.init(Entity.of(Approval.KEY, entity -> Approval.create(entity, approval())));
        var batches = sharding.init(Entity.of(Batch.KEY, entity -> Batch.create(entity, batch())));
        var wakeUps = views.wakeUps();
        wake(workspaces, Workspace.Command.class, wakeUps.workspaces());
        wake(operators, Operator.Command.class, wakeUps.operators());
        wake(sessions, Session.Command.class, wakeUps.sessions());
        wake(approvals, Approval.Command.class, wakeUps.approvals());
        wake(batches, Batch.Command.class, wakeUps.batches());
    }

    private Operator.Surroundings operator() {
        return new Operator.Surroundings(
                views,
                (proposal, heard) ->
                        ref(Batch.KEY, BatchId.of(proposal).value()).tell(new Batch.Command.Hear(heard)),
                blocking,
                clock,
                settings.operator());
    }

    private Session.Surroundings session() {
        return new Session.Surroundings(
                views,
                (operator, command) -> ref(Operator.KEY, operator.value()).tell(command),
                (proposal, command) -> ref(Approval.KEY, proposal.value()).tell(command),
                (batch, command) -> ref(Batch.KEY, batch.value()).tell(command),
                freshIds(),
                blocking,
                clock,
                settings.session());
    }

    private Approval.Surroundings approval() {
        return new Approval.Surroundings(
                views.writer(),
                signer,
                (asker, decision) -> ref(Session.KEY, asker.value()).tell(new Session.Command.Decided(decision)),
                clock,
                settings.approval());
    }

    private Batch.Surroundings batch() {
        var dispatch = new Dispatch(
                (operator, command) -> ref(Operator.KEY, operator.value()).tell(command));
        return new Batch.Surroundings(views, dispatch, blocking, clock, settings.batch());
    }

    private <M> EntityRef<M> ref(EntityTypeKey<M> kind, String id) {
        return sharding.entityRefFor(kind, id);
    }

    private static Supplier<byte[]> freshIds() {
        var random = new SecureRandom();
        return () -> {
            var bytes = new byte[ID_BYTES];
            random.nextBytes(bytes);
            return bytes;
        };
    }

    private static <M> void wake(ActorRef<ShardingEnvelope<M>> region, Class<M> protocol, Iterable<String> ids) {
        ids.forEach(id -> region.tell(StartEntity.create(protocol, id)));
    }
}
