package ai.dropops.cluster.node;

import ai.dropops.cluster.approval.Approval;
import ai.dropops.cluster.approval.PermitSigner;
import ai.dropops.cluster.batch.Batch;
import ai.dropops.cluster.batch.Notary;
import ai.dropops.cluster.execution.Dispatch;
import ai.dropops.cluster.operator.DeviceLink;
import ai.dropops.cluster.operator.Operator;
import ai.dropops.cluster.session.Session;
import ai.dropops.cluster.workspace.Workspace;
import ai.dropops.persistence.view.Views;
import ai.dropops.protocol.identity.BatchId;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.apache.pekko.actor.BootstrapSetup;
import org.apache.pekko.actor.setup.ActorSystemSetup;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.sharding.typed.ShardingEnvelope;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.Entity;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityRef;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityTypeKey;
import org.apache.pekko.cluster.sharding.typed.javadsl.StartEntity;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Join;
import org.apache.pekko.remote.artery.tcp.SSLEngineProviderSetup;

/** One process of the control plane, with every kind of entity: a cluster of one, or a member of a larger one. */
public final class Node {
    private static final int ID_BYTES = 16;
    private static final String NAME = "dropops";

    private final ActorSystem<Void> system;
    private final ClusterSharding sharding;
    private final NodeSettings settings;
    private final Views views;
    private final PermitSigner signer;
    private final Clock clock;
    private final ActorRef<ShardingEnvelope<Workspace.Command>> workspaces;
    private final ActorRef<ShardingEnvelope<Operator.Command>> operators;
    private final ActorRef<ShardingEnvelope<DeviceLink.Command>> deviceLinks;
    private final ActorRef<ShardingEnvelope<Session.Command>> sessions;
    private final ActorRef<ShardingEnvelope<Approval.Command>> approvals;
    private final ActorRef<ShardingEnvelope<Batch.Command>> batches;
    private final Executor blocking = Executors.newVirtualThreadPerTaskExecutor();

    private Node(ActorSystem<Void> system, NodeSettings settings, Views views, PermitSigner signer, Clock clock) {
        this.system = system;
        this.sharding = ClusterSharding.get(system);
        this.settings = settings;
        this.views = views;
        this.signer = signer;
        this.clock = clock;
        workspaces = sharding.init(Entity.of(
                Workspace.KEY, entity -> Workspace.create(entity, views.writer(), clock, settings.workspace())));
        operators = sharding.init(Entity.of(Operator.KEY, entity -> Operator.create(entity, operator())));
        deviceLinks = sharding.init(Entity.of(
                DeviceLink.KEY, entity -> DeviceLink.create(entity, views.writer(), clock, settings.deviceLink())));
        sessions = sharding.init(Entity.of(Session.KEY, entity -> Session.create(entity, session())));
        approvals = sharding.init(Entity.of(Approval.KEY, entity -> Approval.create(entity, approval())));
        var batch = batch();
        batches = sharding.init(Entity.of(Batch.KEY, entity -> Batch.create(entity, batch)));
    }

    /**
     * Starts the actor system, joined to itself, and wakes what was unfinished; blocks while it looks for that.
     *
     * @param config with the journal's place in it
     */
    public static ActorSystem<Void> start(Config config, Views views, PermitSigner signer, Clock clock) {
        Config laidOver = settings(config).getConfig("actor-system").withFallback(config);
        ActorSystem<Void> system = ActorSystem.create(Behaviors.<Void>empty(), NAME, laidOver);
        var self = Cluster.get(system);
        self.manager().tell(Join.create(self.selfMember().address()));
        var node = new Node(system, NodeSettings.from(settings(config)), views, signer, clock);
        node.wake(Waker.Which.ALL);
        return system;
    }

    /**
     * Starts the actor system as one of several; blocks until it is a member. It ends by itself when the others have shut it
     * out.
     *
     * @param config with the journal's place in it
     */
    public static ActorSystem<Void> join(
            Config config, Membership membership, Views views, PermitSigner signer, Clock clock) {
        Config laidOver = known(membership)
                .withFallback(settings(config).getConfig("several"))
                .withFallback(settings(config).getConfig("actor-system"))
                .withFallback(config);
        var setup = ActorSystemSetup.create(
                BootstrapSetup.create(laidOver), SSLEngineProviderSetup.create(_ -> new PeerTls(membership.tls())));
        ActorSystem<Void> system = ActorSystem.create(Behaviors.<Void>empty(), NAME, setup);
        try {
            var settings = NodeSettings.from(settings(config));
            var _ = membership.registration().fenced().thenRun(system::terminate);
            Joining.join(system, membership, views, clock, settings.membership());
            new Node(system, settings, views, signer, clock).watch(membership);
            return system;
        } catch (RuntimeException e) {
            system.terminate();
            throw e;
        }
    }

    private void watch(Membership membership) {
        var among = settings.membership();
        system.systemActorOf(Fence.create(membership.registration(), among, blocking, clock), "fence", Props.empty());
        system.systemActorOf(Waker.create(among.wakeEvery(), this::wake, blocking), "waker", Props.empty());
        var gazette =
                system.systemActorOf(Gazette.create(views.writer(), among.flushWithin()), "gazette", Props.empty());
        views.waitAlsoFor(() -> {
            var done = new CompletableFuture<Void>();
            gazette.tell(new Gazette.Await(done));
            return done;
        });
    }

    private static Config settings(Config config) {
        return config.getConfig("dropops.cluster");
    }

    /** Where the others find it, and of which version: shards go to nodes of the newest. */
    private static Config known(Membership membership) {
        var self = membership.self();
        return ConfigFactory.parseMap(Map.of(
                "pekko.remote.artery.canonical.hostname", self.host(),
                "pekko.remote.artery.canonical.port", self.port(),
                "pekko.cluster.app-version", membership.version()));
    }

    /** Blocks. */
    private void wake(Waker.Which which) {
        var wakeUps = views.wakeUps();
        switch (which) {
            case ALL -> {
                wake(workspaces, Workspace.Command.class, wakeUps.workspaces());
                wake(operators, Operator.Command.class, wakeUps.operators());
                wake(deviceLinks, DeviceLink.Command.class, wakeUps.deviceLinks());
                wake(sessions, Session.Command.class, wakeUps.sessions());
                wake(approvals, Approval.Command.class, wakeUps.approvals());
                wake(batches, Batch.Command.class, wakeUps.batches());
            }
            case UNFINISHED -> {
                wake(approvals, Approval.Command.class, wakeUps.openApprovals());
                wake(batches, Batch.Command.class, wakeUps.runningBatches());
            }
        }
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
        var notary = system.systemActorOf(
                Notary.create(new Notary.Surroundings(
                        views,
                        dispatch,
                        signer.sign(),
                        blocking,
                        clock,
                        settings.batch().witnessAfter())),
                "notary",
                Props.empty());
        return new Batch.Surroundings(views, dispatch, notary, blocking, clock, settings.batch());
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
