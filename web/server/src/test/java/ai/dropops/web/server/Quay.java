package ai.dropops.web.server;

import ai.dropops.cluster.approval.PermitSigner;
import ai.dropops.cluster.node.Node;
import ai.dropops.cluster.operator.DeviceLink;
import ai.dropops.cluster.operator.Operator;
import ai.dropops.persistence.journal.Journal;
import ai.dropops.persistence.record.RecordSettings;
import ai.dropops.persistence.record.Records;
import ai.dropops.persistence.rights.Holdings;
import ai.dropops.persistence.schema.DataFolder;
import ai.dropops.persistence.schema.Database;
import ai.dropops.persistence.schema.Store;
import ai.dropops.persistence.secrets.ControlKeys;
import ai.dropops.persistence.secrets.Keyring;
import ai.dropops.persistence.secrets.WorkspaceKeys;
import ai.dropops.persistence.traffic.Traffic;
import ai.dropops.persistence.traffic.TrafficSettings;
import ai.dropops.persistence.view.Members;
import ai.dropops.persistence.view.Views;
import ai.dropops.web.api.About;
import ai.dropops.web.auth.Caller;
import ai.dropops.web.link.LinkServer;
import ai.dropops.web.link.LinkSettings;
import ai.dropops.web.link.OperatorPackage;
import ai.dropops.web.link.Surroundings;
import ai.dropops.web.stream.StreamSettings;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.http.javadsl.ServerBinding;

/** A node with all its entities, its API and its operators' port on loopback; only the process around them is missing. */
final class Quay implements AutoCloseable {
    final Members.Home home;
    final Path data;
    private final Opened opened = new Opened();
    private final Foundations with;
    private final LateClock clock = new LateClock();
    private final FrontDoor door;
    private final LinkServer links;
    private final URI address;

    /** The machine's clock, put forward by what has been let pass. */
    private static final class LateClock extends Clock {
        private volatile Duration passed = Duration.ZERO;

        @Override
        public Instant instant() {
            return Instant.now().plus(passed);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    /** {@code settings} are HOCON. */
    Quay(Path temporary, String settings) {
        data = temporary.resolve("data");
        var folder = opened.add(DataFolder.open(data));
        Config config = Journal.in(
                new Store.Embedded(folder.journal()),
                ConfigFactory.parseString(settings).withFallback(ConfigFactory.load()));
        var random = new SecureRandom();
        var blocking = opened.add(Executors.newVirtualThreadPerTaskExecutor());
        Database database = opened.add(Database.open(folder.journal(), config));
        Keyring keyring = Keyring.open(database, folder, Map.of(), random);
        ControlKeys keys = ControlKeys.open(keyring, clock, random);
        var workspaceKeys = new WorkspaceKeys(keyring, random);
        Views views = opened.add(Views.open(database, workspaceKeys, clock));
        Records records = opened.add(Records.open(database, workspaceKeys, views, RecordSettings.from(config), clock));
        with = new Foundations(
                opened,
                folder,
                new Addresses(UpOptions.parse(List.of())),
                config,
                clock,
                random,
                blocking,
                database,
                keys,
                views,
                opened.add(Traffic.open(database, TrafficSettings.from(config), clock)),
                records,
                new Holdings(database, workspaceKeys, views, records),
                Optional.empty());
        var permit = keys.permit();
        ActorSystem<Void> system =
                Node.start(config, views, new PermitSigner(permit.verifyingKey().digest(), permit::sign), clock);
        opened.add(() -> {
            system.terminate();
            system.getWhenTerminated().toCompletableFuture().join();
        });
        home = Home.in(with);
        door = new FrontDoor(system, with, WebSettings.from(config), StreamSettings.from(config));
        door.entities().found(home).toCompletableFuture().join();
        links = operatorPort(system, LinkSettings.from(config));
        var shown = new FrontDoor.Address(
                URI.create("http://127.0.0.1:8080"),
                List.of(),
                new About.Server("1", Instant.EPOCH, "wss://127.0.0.1:8443", "home"),
                key -> links.installCommand("127.0.0.1", key),
                (token, kind) -> links.installCommand("127.0.0.1", token, kind));
        ServerBinding people = HttpListener.open(system, "127.0.0.1", 0, door.entrance(shown));
        opened.add(() ->
                people.terminate(Duration.ofMillis(100)).toCompletableFuture().join());
        address = URI.create("http://127.0.0.1:" + people.localAddress().getPort());
    }

    private LinkServer operatorPort(ActorSystem<Void> system, LinkSettings settings) {
        var sharding = ClusterSharding.get(system);
        var surroundings = new Surroundings(
                system,
                with.keys(),
                id -> sharding.entityRefFor(Operator.KEY, id.value()),
                id -> sharding.entityRefFor(DeviceLink.KEY, id.value()),
                door.slots()::open,
                new OperatorPackage(data.resolve("none.jar"), data.resolve("cache"), List.of(), with.blocking()),
                with.traffic(),
                with.records(),
                with.blocking(),
                clock,
                with.random());
        var server = LinkServer.start(
                surroundings,
                settings,
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                List.of("localhost", "127.0.0.1"));
        opened.add(() -> server.close().toCompletableFuture().join());
        return server;
    }

    Browser owner() {
        return new Browser(address)
                .signedIn(door.links().create(Home.owner(home)).token().reveal());
    }

    Browser signedInAs(Caller caller) {
        return new Browser(address).signedIn(door.links().create(caller).token().reveal());
    }

    URI enrolment() {
        return URI.create("https://localhost:" + links.port() + "/enrol");
    }

    X509Certificate authority() {
        return with.keys().authority().certificate();
    }

    Views views() {
        with.views().flushed().toCompletableFuture().join();
        return with.views();
    }

    void pass(Duration time) {
        clock.passed = clock.passed.plus(time);
    }

    @Override
    public void close() {
        opened.close();
    }
}
