package ai.dropops.load.chaos;

import ai.dropops.load.stage.Await;
import ai.dropops.load.stage.Cli;
import ai.dropops.load.stage.ControlPlane;
import ai.dropops.load.stage.Database;
import ai.dropops.load.stage.Nodes;
import ai.dropops.load.stage.Person;
import ai.dropops.load.stage.Ports;
import ai.dropops.load.stage.Relay;
import ai.dropops.load.swarm.Endpoint;
import ai.dropops.load.swarm.IdentityFolder;
import ai.dropops.load.traffic.Recruitment;
import ai.dropops.load.traffic.SwarmProcess;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Three nodes, their database, some hosts and a swarm in three processes, with every link that can be broken going through a relay, the
 * third node on an island where that is possible, and clocks of their own for the second node and the second swarm.
 */
final class Ground implements AutoCloseable {
    static final int NODES = 3;
    private static final int SWARMS = 3;
    private static final int ENROLLING = 8;
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final String LOOPBACK = "127.0.0.1";

    private final Path folder;
    private final int count;
    private final Optional<Island> island;
    private final Nodes nodes;
    private final List<Relay> operatorLinks = new ArrayList<>();
    private final List<Relay> databaseLinks = new ArrayList<>();
    private final List<SwarmProcess> swarms = new ArrayList<>();
    private final Optional<FalseClock> nodeClock;
    private final Optional<FalseClock> swarmClock;
    private final Keeper keeper = new Keeper();
    private @Nullable Hosts hosts;

    Ground(Path folder, int count) {
        this.folder = folder;
        this.count = count;
        this.island = Island.isPossible() ? Optional.of(Island.rise()) : Optional.empty();
        this.nodes = Nodes.on(folder);
        this.nodeClock = clock("node-clock");
        this.swarmClock = clock("swarm-clock");
        try {
            for (int i = 0; i < NODES; i++) {
                addNode(i);
            }
            gather();
        } catch (RuntimeException | AssertionError e) {
            close();
            throw e;
        }
    }

    private Optional<FalseClock> clock(String name) {
        return FalseClock.isPossible() ? Optional.of(new FalseClock(folder.resolve(name))) : Optional.empty();
    }

    private void addNode(int index) {
        Optional<Island> apart = index == NODES - 1 ? island : Optional.empty();
        String mainland = island.map(Island::mainland).orElse(LOOPBACK);
        String host = apart.map(Island::address).orElse(mainland);
        var database =
                Relay.open(mainland, Ports.free(), at(LOOPBACK, nodes.database().port()));
        databaseLinks.add(database);
        Map<String, String> variables =
                index == 1 ? nodeClock.map(FalseClock::environment).orElse(Map.of()) : Map.of();
        ControlPlane plane = nodes.add(
                host,
                Database.url(mainland, database.port()),
                setup -> setup.behind(
                        apart.map(Island::wrapper).orElse(List.of()),
                        apart.isPresent() ? List.of("--host", host) : List.of(),
                        variables));
        operatorLinks.add(Relay.open(
                LOOPBACK,
                Ports.free(),
                at(apart.isPresent() ? host : LOOPBACK, plane.setup().operatorPort())));
        keeper.keep(() -> plane.process().isAlive(), plane::start);
    }

    private static InetSocketAddress at(String host, int port) {
        return new InetSocketAddress(InetAddress.ofLiteral(host), port);
    }

    private void gather() {
        var api = nodes.planes().getFirst().api();
        var person = new Person(api);
        person.wantsToBeAsked();
        Path herd = folder.resolve("swarm");
        String endpoints = operatorLinks.stream()
                .map(link -> "wss://" + LOOPBACK + ":" + link.port())
                .collect(Collectors.joining(","));
        var recruits = new Recruitment(api, Endpoint.list(endpoints).getFirst(), new IdentityFolder(herd), ENROLLING)
                .upTo(count);
        IntStream.range(0, SWARMS).forEach(i -> {
            int from = count * i / SWARMS;
            var part = new SwarmProcess.Part(i + 1, from, count * (i + 1) / SWARMS - from, endpoints, "ok\n");
            Map<String, String> variables =
                    i == 1 ? swarmClock.map(FalseClock::environment).orElse(Map.of()) : Map.of();
            SwarmProcess swarm = SwarmProcess.start(herd, part, variables);
            swarms.add(swarm);
            keeper.keep(() -> swarm.process().isAlive(), swarm::start);
        });
        var real = new Hosts(nodes.planes().getFirst(), endpoints, folder.resolve("hosts"));
        hosts = real;
        real.operators().forEach(operator -> {
            keeper.keep(() -> operator.process().isAlive(), operator::start);
            person.binds(operator.id());
        });
        long missing = missing();
        if (missing > 0) {
            throw new AssertionError(missing + " operators did not connect within " + LIMIT.toSeconds() + " s");
        }
        person.bindsAll(recruits.identities().stream()
                .map(identity -> identity.operator().value())
                .toList());
    }

    /** How many simulated operators are not connected after a time that is enough for all. */
    long missing() {
        Await.happens(LIMIT, () -> connected() == count);
        return count - connected();
    }

    private long connected() {
        return swarms.stream().mapToLong(swarm -> swarm.standing().connected()).sum();
    }

    int count() {
        return count;
    }

    /** The nodes whose API is reached from here, whatever becomes of the island. */
    List<ControlPlane> desks() {
        return nodes.planes().subList(0, NODES - 1);
    }

    List<ControlPlane> planes() {
        return nodes.planes();
    }

    Database database() {
        return nodes.database();
    }

    Hosts hosts() {
        if (hosts == null) {
            throw new IllegalStateException("the hosts come last");
        }
        return hosts;
    }

    /** What is wrong with the histories of the hosts, which end here; nothing is kept alive any more. */
    List<String> brokenHistories() {
        keeper.close();
        return hosts().brokenHistories(new Cli(desks().getFirst().setup().data()));
    }

    List<SwarmProcess> swarms() {
        return List.copyOf(swarms);
    }

    List<Relay> operatorLinks() {
        return List.copyOf(operatorLinks);
    }

    List<Relay> databaseLinks() {
        return List.copyOf(databaseLinks);
    }

    Optional<Island> island() {
        return island;
    }

    Optional<FalseClock> nodeClock() {
        return nodeClock;
    }

    Optional<FalseClock> swarmClock() {
        return swarmClock;
    }

    Keeper keeper() {
        return keeper;
    }

    Path runLogs() {
        return folder.resolve("swarm");
    }

    @Override
    public void close() {
        keeper.close();
        swarms.forEach(SwarmProcess::close);
        if (hosts != null) {
            hosts.close();
        }
        nodes.close();
        operatorLinks.forEach(Relay::close);
        databaseLinks.forEach(Relay::close);
        island.ifPresent(Island::close);
    }
}
