package ai.dropops.web.server;

import ai.dropops.cluster.approval.PermitSigner;
import ai.dropops.cluster.node.Node;
import ai.dropops.cluster.operator.DeviceLink;
import ai.dropops.cluster.operator.Operator;
import ai.dropops.persistence.schema.DataFolder;
import ai.dropops.persistence.schema.StartupRefused;
import ai.dropops.persistence.view.Members;
import ai.dropops.web.api.About;
import ai.dropops.web.api.SigningIn;
import ai.dropops.web.api.Slots;
import ai.dropops.web.link.LinkServer;
import ai.dropops.web.link.LinkSettings;
import ai.dropops.web.link.OperatorPackage;
import ai.dropops.web.link.Surroundings;
import ai.dropops.web.stream.StreamSettings;
import java.io.IOException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.http.javadsl.ServerBinding;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Everything this process is made of, in the order it starts; it ends the other way round. */
final class ControlPlane implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Opened opened;
    private final ActorSystem<?> system;
    private final Addresses addresses;
    private final String consoleLink;
    private final Readiness readiness;

    private ControlPlane(
            Opened opened, ActorSystem<?> system, Addresses addresses, String consoleLink, Readiness readiness) {
        this.opened = opened;
        this.system = system;
        this.addresses = addresses;
        this.consoleLink = consoleLink;
        this.readiness = readiness;
    }

    /** Starts everything; {@link StartupRefused} says what keeps it from starting. */
    static ControlPlane start(UpOptions options) {
        // before anything logs: the log lies inside
        DataFolder folder = DataFolder.open(options.data());
        var opened = new Opened();
        opened.add(folder);
        try {
            var addresses = new Addresses(options);
            addresses.requireFree();
            return start(options, Foundations.lay(folder, addresses, opened));
        } catch (IOException e) {
            opened.close();
            throw new StartupRefused(
                    "The data folder " + folder.path() + " cannot be written: " + e.getMessage() + ".",
                    "Make room, or give this user the right to write there.",
                    e);
        } catch (RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    private static ControlPlane start(UpOptions options, Foundations with) throws IOException {
        Members.Home home = Home.in(with);
        ActorSystem<?> system = node(with);
        var settings = WebSettings.from(with.config());
        var door = new FrontDoor(system, with, settings, StreamSettings.from(with.config()));
        await(door.entities().found(home));
        LinkServer links = operatorPort(with, system, door.slots());
        openForPeople(with, system, settings, door, home, links);
        CommandLineFile.write(with.folder(), with.addresses().console(), door.keys(), Home.owner(home));
        if (options.localOperator()) {
            startLocalOperator(with, door, home, links);
        }
        var link = door.links().create(Home.owner(home));
        log().info(
                        "Version {} is up: people at {}, operators at {}",
                        Installation.version(),
                        with.addresses().console(),
                        with.addresses().operatorEndpoint());
        return new ControlPlane(
                with.opened(),
                system,
                with.addresses(),
                SigningIn.url(with.addresses().console(), link),
                door.readiness());
    }

    private static ActorSystem<?> node(Foundations with) {
        var permit = with.keys().permit();
        var signer = new PermitSigner(permit.verifyingKey().digest(), permit::sign);
        ActorSystem<?> system = with.membership()
                .map(membership -> Node.join(with.config(), membership, with.views(), signer, with.clock()))
                .orElseGet(() -> Node.start(with.config(), with.views(), signer, with.clock()));
        with.opened().add(() -> {
            // not the system's own end, which a connection of Pekko's remoting may keep from coming
            await(CoordinatedShutdown.get(system).runAll(CoordinatedShutdown.actorSystemTerminateReason()));
        });
        return system;
    }

    private static LinkServer operatorPort(Foundations with, ActorSystem<?> system, Slots slots) {
        var settings = LinkSettings.from(with.config());
        var sharding = ClusterSharding.get(system);
        var packaged = new OperatorPackage(
                Installation.operatorJar(),
                with.folder().path().resolve("cache"),
                settings.packageModules(),
                with.blocking());
        var surroundings = new Surroundings(
                system,
                with.keys(),
                id -> sharding.entityRefFor(Operator.KEY, id.value()),
                id -> sharding.entityRefFor(DeviceLink.KEY, id.value()),
                slots::open,
                packaged,
                with.traffic(),
                with.records(),
                with.blocking(),
                with.clock(),
                with.random());
        var links = LinkServer.start(
                surroundings,
                settings,
                with.addresses().operatorPort(),
                with.addresses().operatorNames());
        with.opened().add(() -> await(links.close()));
        with.opened().atTheEnd(links::drain);
        return links;
    }

    private static void openForPeople(
            Foundations with,
            ActorSystem<?> system,
            WebSettings settings,
            FrontDoor door,
            Members.Home home,
            LinkServer links) {
        var addresses = with.addresses();
        var about = new About.Server(
                Installation.version(),
                with.clock().instant().truncatedTo(ChronoUnit.MILLIS),
                addresses.operatorEndpoint(),
                home.name());
        var options = addresses.options();
        ServerBinding people = HttpListener.open(
                system,
                options.bind(),
                options.port(),
                door.entrance(new FrontDoor.Address(
                        addresses.console(),
                        Stream.concat(settings.hosts().stream(), addresses.hosts().stream())
                                .toList(),
                        about,
                        key -> links.installCommand(addresses.operatorHost(), key),
                        (token, kind) -> links.installCommand(addresses.operatorHost(), token, kind))));
        with.opened().atTheEnd(() -> people.terminate(settings.endTimeout()));
        with.opened().add(() -> await(people.whenTerminated()));
    }

    private static void startLocalOperator(Foundations with, FrontDoor door, Members.Home home, LinkServer links)
            throws IOException {
        var slot = LocalSlot.in(with.folder(), door.slots());
        await(slot.open(home.workspace(), door.slots()));
        var operator = LocalOperator.start(slot.launch(
                Installation.operatorJar(),
                with.addresses().localEndpoint(),
                links.authority(),
                with.folder().path().resolve("logs").resolve("local-operator.log")));
        with.opened().add(operator);
        with.opened().atTheEnd(operator::tellToEnd);
    }

    /** What a person reads when everything has started; the console's link comes last. */
    String welcome() {
        return addresses.welcome(Installation.version()) + "\nConsole  " + consoleLink;
    }

    /** Has it closed when the process is told to end. A hook of our own would be too late: Pekko's cuts the node off at once. */
    void closeWithTheProcess() {
        CoordinatedShutdown.get(system).addJvmShutdownHook(this::close);
    }

    /** Completes when the node gives up by itself. */
    CompletionStage<?> end() {
        return system.getWhenTerminated();
    }

    /** Completes when an owner wants this process to end. */
    CompletionStage<Void> drained() {
        return readiness.drained();
    }

    @Override
    public void close() {
        readiness.drain();
        log().info("Told to end");
        opened.close();
    }

    /** Not a constant: the log lies in the data folder, which must not be there before it is made. */
    private static Logger log() {
        return LoggerFactory.getLogger(ControlPlane.class);
    }

    private static <T> T await(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture()
                    .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                    .join();
        } catch (CompletionException e) {
            throw new IllegalStateException("something did not answer within " + PATIENCE.toSeconds() + " s", e);
        }
    }
}
