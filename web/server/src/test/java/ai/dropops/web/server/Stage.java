package ai.dropops.web.server;

import ai.dropops.cluster.batch.Batch;
import ai.dropops.cluster.batch.Progress;
import ai.dropops.cluster.operator.LinkCommand;
import ai.dropops.cluster.operator.LinkCommand.ReaderReply;
import ai.dropops.cluster.operator.Operator;
import ai.dropops.cluster.operator.OutputChunk;
import ai.dropops.cluster.session.Session;
import ai.dropops.cluster.workspace.Workspace;
import ai.dropops.cluster.workspace.Workspace.PolicyReply;
import ai.dropops.persistence.record.RecordSettings;
import ai.dropops.persistence.record.Records;
import ai.dropops.persistence.rights.Holdings;
import ai.dropops.persistence.schema.DataFolder;
import ai.dropops.persistence.schema.Database;
import ai.dropops.persistence.secrets.ControlKeys;
import ai.dropops.persistence.secrets.Keyring;
import ai.dropops.persistence.secrets.WorkspaceKeys;
import ai.dropops.persistence.traffic.Traffic;
import ai.dropops.persistence.traffic.TrafficSettings;
import ai.dropops.persistence.view.ApprovalRow;
import ai.dropops.persistence.view.ApprovalStatus;
import ai.dropops.persistence.view.BatchRow;
import ai.dropops.persistence.view.BatchStatus;
import ai.dropops.persistence.view.Brief;
import ai.dropops.persistence.view.Counts;
import ai.dropops.persistence.view.ExecutionRow;
import ai.dropops.persistence.view.ExecutionStatus;
import ai.dropops.persistence.view.MemberRow;
import ai.dropops.persistence.view.Members;
import ai.dropops.persistence.view.PolicyRow;
import ai.dropops.persistence.view.Proposals;
import ai.dropops.persistence.view.Views;
import ai.dropops.persistence.view.WaveProgress;
import ai.dropops.protocol.action.Action.RunCommand;
import ai.dropops.protocol.action.Frozen;
import ai.dropops.protocol.action.Limits;
import ai.dropops.protocol.action.MerkleTree;
import ai.dropops.protocol.action.Profile;
import ai.dropops.protocol.action.Proposal;
import ai.dropops.protocol.action.Strategy;
import ai.dropops.protocol.action.Target;
import ai.dropops.protocol.action.Validity;
import ai.dropops.protocol.guard.Policy;
import ai.dropops.protocol.guard.Risk;
import ai.dropops.protocol.identity.BatchId;
import ai.dropops.protocol.identity.Bytes;
import ai.dropops.protocol.identity.Digest;
import ai.dropops.protocol.identity.MemberId;
import ai.dropops.protocol.identity.OperatorId;
import ai.dropops.protocol.identity.ProposalId;
import ai.dropops.protocol.identity.SessionId;
import ai.dropops.protocol.identity.WorkspaceId;
import ai.dropops.web.api.About;
import ai.dropops.web.auth.Caller;
import ai.dropops.web.auth.Endpoint;
import ai.dropops.web.stream.StreamSettings;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BiFunction;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.Entity;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Join;
import org.apache.pekko.http.javadsl.ServerBinding;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.stream.javadsl.StreamRefs;

/** The whole front door on a real port and real tables, with hosts and batches behind it that say what a test wants. */
final class Stage implements AutoCloseable {
    static final Caller OWNER = new Caller(WorkspaceId.of(bytes(1)), MemberId.of(bytes(2)), SessionId.of(bytes(3)));

    private static final Brief BRIEF =
            new Brief(List.of("reads /etc/hosts"), Profile.LOOK, List.of("only reads"), "to look", "");

    private static final Config CONFIG = ConfigFactory.parseString("""
            pekko {
              actor.provider = cluster, remote.artery.canonical { hostname = 127.0.0.1, port = 0 }
              cluster { jmx.enabled = off, sharding { state-store-mode = ddata, distributed-data.durable.keys = [] } }
            }
            dropops { stream { retry-after = 50 ms, retries = 2 }, web.ask-timeout = 300 ms }
            """).withFallback(ConfigFactory.load());

    /** What a host has to say to whoever reads an execution from two offsets on. */
    @FunctionalInterface
    interface Host extends BiFunction<Long, Long, Source<OutputChunk, ?>> {}

    final FrontDoor door;
    final Views views;
    final Traffic traffic;
    final URI address;
    private final Opened opened = new Opened();
    private final ActorTestKit actors;
    private final ServerBinding binding;
    private final FrontDoor.Address shown;
    private final ExecutorService blocking = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<OperatorId, Host> hosts = new ConcurrentHashMap<>();
    private final List<ActorRef<Progress>> watchers = new CopyOnWriteArrayList<>();

    Stage(Path temporary) {
        DataFolder folder = opened.add(DataFolder.open(temporary.resolve("data")));
        Database database = opened.add(Database.open(folder.journal(), CONFIG));
        var random = new SecureRandom();
        var keyring = Keyring.open(database, folder, Map.of(), random);
        var keys = new WorkspaceKeys(keyring, random);
        views = opened.add(Views.open(database, keys, Clock.systemUTC()));
        traffic = opened.add(Traffic.open(database, TrafficSettings.from(CONFIG), Clock.systemUTC()));
        var records = opened.add(Records.open(database, keys, views, RecordSettings.from(CONFIG), Clock.systemUTC()));
        views.members().home(Stage::home, Instant.now());
        actors = ActorTestKit.create(CONFIG);
        startEntities(actors.system());
        door = new FrontDoor(
                actors.system(),
                new Foundations(
                        opened,
                        folder,
                        new Addresses(UpOptions.parse(List.of())),
                        CONFIG,
                        Clock.systemUTC(),
                        random,
                        blocking,
                        database,
                        ControlKeys.open(keyring, Clock.systemUTC(), random),
                        views,
                        traffic,
                        records,
                        new Holdings(database, keys, views, records),
                        Optional.empty()),
                WebSettings.from(CONFIG),
                StreamSettings.from(CONFIG));
        shown = new FrontDoor.Address(
                URI.create("http://127.0.0.1:8080"),
                List.of(),
                new About.Server("1", Instant.EPOCH, "wss://127.0.0.1:8443", "home"),
                _ -> "curl",
                (_, _) -> "curl");
        binding = HttpListener.open(actors.system(), "127.0.0.1", 0, door.entrance(shown));
        address = URI.create("http://127.0.0.1:" + binding.localAddress().getPort());
    }

    Browser owner() {
        return new Browser(address).signedIn(door.links().create(OWNER).token().reveal());
    }

    /** Somebody who has a workspace of their own. */
    Browser stranger() {
        var stranger = new Caller(WorkspaceId.of(bytes(11)), MemberId.of(bytes(12)), SessionId.of(bytes(13)));
        return new Browser(address)
                .signedIn(door.links().create(stranger).token().reveal());
    }

    List<Endpoint> endpoints() {
        return door.endpoints(shown);
    }

    /** From now on {@code host} is what the operator's link answers with. */
    void connect(OperatorId operator, Host host) {
        hosts.put(operator, host);
    }

    void disconnect(OperatorId operator) {
        hosts.remove(operator);
    }

    /** A batch of {@code command} over hosts, begun unless it is WAITING. */
    BatchId batch(String command, int targets, BatchStatus status, ExecutionStatus executions) {
        Frozen frozen = frozen(command, targets);
        ProposalId id = frozen.proposal().id();
        views.proposals().keep(frozen, BRIEF, targets(targets));
        views.writer().write(group -> group.add(approval(frozen)));
        views.flushed().toCompletableFuture().join();
        show(id, status, executions);
        return BatchId.of(id);
    }

    /** Rewrites the rows of a batch. */
    void show(ProposalId id, BatchStatus status, ExecutionStatus executions) {
        views.writer().write(group -> {
            if (status != BatchStatus.WAITING) {
                group.add(row(BatchId.of(id), status));
            }
            views.executions().of(OWNER.workspace(), BatchId.of(id)).forEach(row -> group.add(in(row, executions)));
        });
        views.flushed().toCompletableFuture().join();
    }

    List<ExecutionRow> executions(BatchId batch) {
        return views.executions().of(OWNER.workspace(), batch);
    }

    /** Tells every watcher of every batch. */
    void tell(Progress progress) {
        watchers.forEach(watcher -> watcher.tell(progress));
    }

    int watchers() {
        return watchers.size();
    }

    static BatchRow row(BatchId batch, BatchStatus status) {
        return new BatchRow(
                batch,
                OWNER.workspace(),
                1,
                status,
                false,
                Strategy.PARALLEL,
                1,
                Counts.waiting(1),
                WaveProgress.none(1),
                OWNER.member(),
                Instant.EPOCH,
                Instant.EPOCH,
                null);
    }

    static ExecutionRow in(ExecutionRow row, ExecutionStatus status) {
        return new ExecutionRow(
                row.id(),
                row.batch(),
                row.index(),
                row.operator(),
                row.hostname(),
                row.name(),
                status,
                status == ExecutionStatus.FINISHED ? 0 : null,
                row.startedAt(),
                row.finishedAt(),
                row.stdout(),
                row.stderr(),
                row.message());
    }

    static OperatorId operator(int index) {
        return OperatorId.of(bytes(100 + index));
    }

    @Override
    public void close() {
        binding.terminate(Duration.ofMillis(100)).toCompletableFuture().join();
        actors.shutdownTestKit();
        blocking.close();
        opened.close();
    }

    private void startEntities(ActorSystem<?> system) {
        var cluster = Cluster.get(system);
        cluster.manager().tell(Join.create(cluster.selfMember().address()));
        var sharding = ClusterSharding.get(system);
        sharding.init(Entity.of(Operator.KEY, entity -> operatorEntity(new OperatorId(entity.getEntityId()))));
        sharding.init(Entity.of(Batch.KEY, _ -> batchEntity()));
        sharding.init(Entity.of(Workspace.KEY, _ -> workspaceEntity()));
        // sessions that never answer
        sharding.init(Entity.of(Session.KEY, _ -> Behaviors.receiveMessage(_ -> Behaviors.same())));
    }

    /** A workspace that takes the first policy it is given, if it can be read. */
    private Behavior<Workspace.Command> workspaceEntity() {
        return Behaviors.receiveMessage(command -> {
            if (command instanceof Workspace.Command.SetPolicy(int expected, var text, var by, var replyTo)) {
                replyTo.tell(answer(expected, text, by));
            }
            return Behaviors.same();
        });
    }

    private PolicyReply answer(int expected, String text, MemberId by) {
        if (expected != 0 || views.policies().current(OWNER.workspace()).isPresent()) {
            return new PolicyReply.Outdated(1);
        }
        try {
            Policy.parse(text);
        } catch (IllegalArgumentException e) {
            return new PolicyReply.Malformed(String.valueOf(e.getMessage()));
        }
        views.writer().write(group -> group.add(new PolicyRow(OWNER.workspace(), 1, text, by, Instant.EPOCH)));
        return new PolicyReply.Set(1);
    }

    private Behavior<Operator.Command> operatorEntity(OperatorId id) {
        return Behaviors.setup(context -> Behaviors.receiveMessage(command -> {
            if (command instanceof Operator.Command.WhereIsLink(var replyTo)) {
                Host host = hosts.get(id);
                replyTo.tell(
                        host == null
                                ? new Operator.LinkReply.NotConnected()
                                : new Operator.LinkReply.LinkAt(context.spawnAnonymous(link(host))));
            }
            return Behaviors.same();
        }));
    }

    private static Behavior<LinkCommand> link(Host host) {
        return Behaviors.setup(context -> Behaviors.receiveMessage(command -> {
            if (command instanceof LinkCommand.OpenReader open) {
                var output = host.apply(open.stdoutOffset(), open.stderrOffset())
                        .runWith(StreamRefs.sourceRef(), context.getSystem());
                open.replyTo().tell(new ReaderReply.Opened(output));
            }
            return Behaviors.same();
        }));
    }

    private Behavior<Batch.Command> batchEntity() {
        return Behaviors.receiveMessage(command -> {
            if (command instanceof Batch.Command.Watch(var _, var watcher)) {
                watchers.add(watcher);
            } else if (command instanceof Batch.Command.Unwatch(var watcher)) {
                watchers.remove(watcher);
            }
            return Behaviors.same();
        });
    }

    private static Members.Home home() {
        return new Members.Home(
                OWNER.workspace(),
                "home",
                new MemberRow(OWNER.member(), OWNER.workspace(), "ada", MemberRow.Role.OWNER, OWNER.session()));
    }

    private static Frozen frozen(String command, int targets) {
        var random = new byte[16];
        new SecureRandom().nextBytes(random);
        Instant now = Instant.now();
        return Frozen.freeze(new Proposal(
                ProposalId.of(random),
                OWNER.workspace(),
                RunCommand.of(command),
                Strategy.PARALLEL,
                Limits.ONE_BY_ONE,
                Policy.defaults().digest(),
                new Validity(now, now.plusSeconds(3600)),
                targets,
                MerkleTree.over(targets(targets).stream()
                                .map(Proposals.Named::target)
                                .toList())
                        .root()));
    }

    private static List<Proposals.Named> targets(int count) {
        var targets = new ArrayList<Proposals.Named>();
        for (int i = 0; i < count; i++) {
            targets.add(new Proposals.Named(
                    new Target(operator(i), Digest.of(bytes(i)), 0, Target.NO_PARAMS), "host-" + i, "slot-" + i));
        }
        return targets;
    }

    private static ApprovalRow approval(Frozen frozen) {
        return new ApprovalRow(
                frozen.proposal().id(),
                OWNER.workspace(),
                1,
                OWNER.session(),
                ApprovalStatus.GRANTED,
                frozen.digest(),
                frozen.proposal().targetCount(),
                Strategy.PARALLEL,
                Limits.ONE_BY_ONE,
                Risk.LOW,
                1,
                true,
                OWNER.member(),
                "",
                Instant.EPOCH,
                Instant.EPOCH.plusSeconds(3600),
                List.of(),
                OWNER.member(),
                Instant.EPOCH,
                true,
                Bytes.EMPTY,
                true);
    }

    private static byte[] bytes(int number) {
        return ByteBuffer.allocate(16).putInt(12, number).array();
    }
}
