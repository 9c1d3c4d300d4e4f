package ai.dropops.cluster.node;

import ai.dropops.cluster.approval.Approval;
import ai.dropops.cluster.approval.PermitSigner;
import ai.dropops.cluster.batch.Batch;
import ai.dropops.cluster.operator.LinkCommand;
import ai.dropops.cluster.operator.Operator;
import ai.dropops.cluster.session.Session;
import ai.dropops.cluster.session.Wish;
import ai.dropops.cluster.workspace.Workspace;
import ai.dropops.persistence.journal.Journal;
import ai.dropops.persistence.schema.DataFolder;
import ai.dropops.persistence.schema.Database;
import ai.dropops.persistence.schema.Store;
import ai.dropops.persistence.secrets.ControlKeys;
import ai.dropops.persistence.secrets.Keyring;
import ai.dropops.persistence.secrets.WorkspaceKeys;
import ai.dropops.persistence.view.BatchRow;
import ai.dropops.persistence.view.Labels;
import ai.dropops.persistence.view.MemberRow;
import ai.dropops.persistence.view.Members;
import ai.dropops.persistence.view.OperatorRow.Pulse;
import ai.dropops.persistence.view.Views;
import ai.dropops.protocol.action.Action;
import ai.dropops.protocol.action.Amount;
import ai.dropops.protocol.action.Confinement;
import ai.dropops.protocol.action.Limits;
import ai.dropops.protocol.action.Pace;
import ai.dropops.protocol.action.Profile;
import ai.dropops.protocol.action.Strategy;
import ai.dropops.protocol.audit.Checkpoint;
import ai.dropops.protocol.audit.HistoryLine;
import ai.dropops.protocol.guard.HostFacts.Kind;
import ai.dropops.protocol.identity.ApiKey;
import ai.dropops.protocol.identity.BatchId;
import ai.dropops.protocol.identity.MemberId;
import ai.dropops.protocol.identity.OperatorId;
import ai.dropops.protocol.identity.ProposalId;
import ai.dropops.protocol.identity.SessionId;
import ai.dropops.protocol.identity.WorkspaceId;
import ai.dropops.protocol.wire.HostReport;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityTypeKey;
import org.jspecify.annotations.Nullable;

/** A control plane without its doors: one node over a data folder, which can be stopped and started again. */
final class Stage implements AutoCloseable {
    static final WorkspaceId WORKSPACE = WorkspaceId.of(bytes(1));
    static final MemberId OWNER = MemberId.of(bytes(2));
    static final MemberId OTHER = MemberId.of(bytes(3));
    static final MemberId THIRD = MemberId.of(bytes(5));
    static final SessionId SESSION = SessionId.of(bytes(4));
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final DataFolder folder;
    private final Store store;
    private final SecureRandom random = new SecureRandom();
    private final Config more;
    private Database database;
    private Views views;
    private ActorSystem<Void> system;
    private final AtomicInteger links = new AtomicInteger();
    private int hosts;

    Stage(Path temporary) {
        this(temporary, "");
    }

    Stage(Path temporary, String settings) {
        this(temporary, settings, null);
    }

    Stage(Path temporary, String settings, @Nullable Store store) {
        folder = DataFolder.open(temporary.resolve("data"));
        this.store = store == null ? Databases.usual(folder) : store;
        more = ConfigFactory.parseString(settings);
        Config config = Journal.in(this.store, more.withFallback(ConfigFactory.load()));
        database = Database.open(this.store, config);
        var keyring = Keyring.open(database, folder, Map.of(), random);
        views = Views.open(database, new WorkspaceKeys(keyring, random), Clock.systemUTC());
        var permit = ControlKeys.open(keyring, Clock.systemUTC(), random).permit();
        system = Node.start(
                config, views, new PermitSigner(permit.verifyingKey().digest(), permit::sign), Clock.systemUTC());
        found();
    }

    private void found() {
        var owner = new MemberRow(OWNER, WORKSPACE, "owner", MemberRow.Role.OWNER, SESSION);
        views.members().home(() -> new Members.Home(WORKSPACE, "home", owner), Instant.now());
        ask(
                Workspace.KEY,
                WORKSPACE.value(),
                (ActorRef<Workspace.Reply> replyTo) ->
                        new Workspace.Command.Found("home", OWNER, "owner", SESSION, replyTo));
        session((ActorRef<Session.Reply> replyTo) -> new Session.Command.Open(WORKSPACE, OWNER, replyTo));
    }

    /** What the control plane keeps of its words on a host's history. */
    List<Checkpoint> witnessed(OperatorId operator) {
        return views.checkpoints().about(WORKSPACE, operator).stream()
                .filter(HistoryLine.Witnessed.class::isInstance)
                .map(line -> ((HistoryLine.Witnessed) line).checkpoint().content())
                .toList();
    }

    /** Ends the node and everything under it, but for the folder's lock; then starts all of it anew. */
    void restart() {
        stop();
        Config config = Journal.in(store, more.withFallback(ConfigFactory.load()));
        database = Database.open(store, config);
        var keyring = Keyring.open(database, folder, Map.of(), random);
        views = Views.open(database, new WorkspaceKeys(keyring, random), Clock.systemUTC());
        var permit = ControlKeys.open(keyring, Clock.systemUTC(), random).permit();
        system = Node.start(
                config, views, new PermitSigner(permit.verifyingKey().digest(), permit::sign), Clock.systemUTC());
    }

    private void stop() {
        system.terminate();
        join(system.getWhenTerminated());
        views.close();
        database.close();
    }

    @Override
    public void close() {
        stop();
        folder.close();
    }

    /** Has the member be {@code role} from now on; null for one who has left. */
    void lower(MemberId member, MemberRow.@Nullable Role role) {
        database.transact(connection -> {
            String change = role == null ? "DELETE FROM member" : "UPDATE member SET role = '" + role + "'";
            try (var statement = connection.prepareStatement(change + " WHERE id = ?")) {
                statement.setString(1, member.value());
                return statement.executeUpdate();
            }
        });
    }

    Views views() {
        join(views.flushed());
        return views;
    }

    /** A slot with its key, and the host that will fill it. */
    FakeHost slot(String name) {
        hosts++;
        var key = ApiKey.of(OperatorId.of(bytes(10 + hosts)), random(32));
        operator(
                key.operator(),
                (ActorRef<Operator.Reply> replyTo) -> new Operator.Command.CreateSlot(
                        WORKSPACE, hosts, name, Kind.SOLO, key.text().digest(), Labels.NONE, replyTo));
        return new FakeHost(name, key);
    }

    /** A host that is enrolled, connected and bound. */
    FakeHost host(String name) {
        FakeHost host = slot(name);
        enrol(host);
        connect(host);
        bind(host);
        return host;
    }

    /** Lets {@code host} report that its kernel can be held to everything. */
    void confine(FakeHost host) {
        var confinement = new Confinement(EnumSet.allOf(Profile.class), 7, true, false);
        var report = new HostReport(
                new HostReport.Machine(host.name, "linux", "amd64", "/", "ops", 1, 1),
                List.of(),
                new HostReport.OsDetails("6.12", "debian", "13"),
                new HostReport.User("ops", 1000, 1000, "/", "ops", "/bin/bash"),
                new HostReport.Environment("C", "UTC", "dumb", false, "", List.of(), "systemd"),
                new HostReport.Capabilities(true, false, false, confinement),
                "1");
        views.writer().write(group -> group.add(WORKSPACE, host.id(), new Pulse(true, null, report, null)));
    }

    Operator.EnrolReply enrol(FakeHost host) {
        return operator(
                host.id(),
                (ActorRef<Operator.EnrolReply> replyTo) -> new Operator.Command.Enrol(host.enrolment(), replyTo));
    }

    void label(FakeHost host, Map<String, String> labels) {
        operator(
                host.id(),
                (ActorRef<Operator.Reply> replyTo) ->
                        new Operator.Command.Label(WORKSPACE, Labels.of(labels), replyTo));
    }

    void group(String name, String targets) {
        ask(
                Workspace.KEY,
                WORKSPACE.value(),
                (ActorRef<Workspace.GroupReply> replyTo) ->
                        new Workspace.Command.SetGroup(name, targets, OWNER, replyTo));
    }

    Session.Reply bind(FakeHost host) {
        return session((ActorRef<Session.Reply> replyTo) -> new Session.Command.Bind(WORKSPACE, host.id(), replyTo));
    }

    /** Opens a link; the host repeats on it what was not confirmed. */
    Operator.AttachReply connect(FakeHost host) {
        ActorRef<LinkCommand> link = link(host);
        Operator.AttachReply reply = attach(host, link);
        host.unkept().forEach(report -> tell(host, new Operator.Command.Reported(link, report)));
        return reply;
    }

    Operator.AttachReply attach(FakeHost host, ActorRef<LinkCommand> link) {
        return operator(host.id(), (ActorRef<Operator.AttachReply> replyTo) -> host.attach(link, replyTo));
    }

    ActorRef<LinkCommand> link(FakeHost host) {
        return system.systemActorOf(
                host.link(command -> tell(host, command)), host.name + "-" + links.incrementAndGet(), Props.empty());
    }

    void disconnect(FakeHost host, ActorRef<LinkCommand> link) {
        tell(host, new Operator.Command.Detach(link));
    }

    void tell(FakeHost host, Operator.Command command) {
        ClusterSharding.get(system)
                .entityRefFor(Operator.KEY, host.id().value())
                .tell(command);
    }

    static Wish wish(String command, String targets) {
        return wish(command, targets, "");
    }

    static Wish wish(String command, String targets, String reason) {
        return wish(command, targets, reason, false);
    }

    /** A wish that is approved in the same breath. */
    static Wish approved(String command, String targets) {
        return wish(command, targets, "", true);
    }

    private static Wish wish(String command, String targets, String reason, boolean approve) {
        return new Wish(
                Action.RunCommand.of(command),
                "",
                targets,
                Wish.ANY_NUMBER,
                Pace.ONE_BY_ONE,
                reason,
                approve,
                Wish.DEFAULT_VALIDITY,
                "");
    }

    /** A wish whose targets have to be {@code expected} hosts. */
    static Wish counted(String targets, int expected) {
        return new Wish(
                Action.RunCommand.of("touch x"),
                "",
                targets,
                expected,
                Pace.ONE_BY_ONE,
                "",
                false,
                Wish.DEFAULT_VALIDITY,
                "");
    }

    static Wish parallel(String command) {
        return parallel(command, Limits.WHILE_PERMITTED);
    }

    /** For all hosts, those that are away at first within {@code deliverSeconds}. */
    static Wish parallel(String command, long deliverSeconds) {
        return new Wish(
                Action.RunCommand.of(command),
                "",
                "all",
                Wish.ANY_NUMBER,
                new Pace(Strategy.PARALLEL, Amount.ALL, Amount.NONE, Amount.ALL, Duration.ZERO, false, deliverSeconds),
                "",
                false,
                Wish.DEFAULT_VALIDITY,
                "");
    }

    Session.ProposeReply propose(Wish wish) {
        return session((ActorRef<Session.ProposeReply> replyTo) ->
                new Session.Command.Propose(WORKSPACE, OWNER, "192.0.2.1", wish, replyTo));
    }

    ProposalId proposed(Wish wish) {
        return switch (propose(wish)) {
            case Session.ProposeReply.Proposed(var proposal, var _, var _) -> proposal;
            case Session.ProposeReply.Denied denied -> throw new AssertionError(denied);
            case Session.ProposeReply.Refused refused -> throw new AssertionError(refused);
        };
    }

    Approval.Reply approve(ProposalId proposal) {
        return approve(proposal, OTHER);
    }

    Approval.Reply approve(ProposalId proposal, MemberId by) {
        var row = views().approvals().find(WORKSPACE, proposal).orElseThrow();
        return ask(
                Approval.KEY,
                proposal.value(),
                (ActorRef<Approval.Reply> replyTo) ->
                        new Approval.Command.Grant(WORKSPACE, by, "192.0.2.2", row.digest(), "", List.of(), replyTo));
    }

    Batch.Reply cancel(ProposalId proposal) {
        return ask(
                Batch.KEY,
                BatchId.of(proposal).value(),
                (ActorRef<Batch.Reply> replyTo) -> new Batch.Command.Cancel(WORKSPACE, OWNER, replyTo));
    }

    void batch(ProposalId proposal, Batch.Command command) {
        ClusterSharding.get(system)
                .entityRefFor(Batch.KEY, BatchId.of(proposal).value())
                .tell(command);
    }

    BatchRow batch(ProposalId proposal) {
        return views().batches().find(WORKSPACE, BatchId.of(proposal)).orElseThrow();
    }

    BatchRow ended(ProposalId proposal) {
        until(() -> batch(proposal).state().isFinal());
        return batch(proposal);
    }

    ActorSystem<Void> system() {
        return system;
    }

    <R> R session(Function<ActorRef<R>, Session.Command> command) {
        return ask(Session.KEY, SESSION.value(), command);
    }

    <R> R operator(OperatorId id, Function<ActorRef<R>, Operator.Command> command) {
        return ask(Operator.KEY, id.value(), command);
    }

    <C, R> R ask(EntityTypeKey<C> key, String id, Function<ActorRef<R>, C> command) {
        return join(ClusterSharding.get(system).entityRefFor(key, id).<R>ask(command::apply, PATIENCE));
    }

    /** Waits until {@code condition} holds. */
    static void until(BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("it did not become so within " + PATIENCE);
            }
            java.util.concurrent.locks.LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
    }

    private static <T> T join(CompletionStage<T> stage) {
        return stage.toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join();
    }

    private byte[] random(int size) {
        var bytes = new byte[size];
        random.nextBytes(bytes);
        return bytes;
    }

    private static byte[] bytes(int last) {
        var bytes = new byte[16];
        bytes[14] = (byte) (last >> 8);
        bytes[15] = (byte) last;
        return bytes;
    }
}
