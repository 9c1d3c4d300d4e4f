package ai.dropops.load.scenario;

import ai.dropops.load.stage.ControlPlane;
import ai.dropops.load.stage.Nodes;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** Nodes on a PostgreSQL server of their own, for looking at: they stay until they are interrupted, their data longer. */
final class StandingCluster {
    static final List<String> OPTIONS = List.of("--data", "--nodes");

    private StandingCluster() {}

    static void run(Options options) {
        var folder = Path.of(options.text("--data", "target/cluster")).toAbsolutePath();
        var nodes = Nodes.startStanding(folder, options.number("--nodes", 3));
        Runtime.getRuntime().addShutdownHook(new Thread(nodes::close, "shutdown"));
        Path data = nodes.planes().getFirst().setup().data();
        System.out.printf(
                "Database       %s, process %d%n",
                nodes.database().url(), nodes.database().pid());
        for (ControlPlane plane : nodes.planes()) {
            System.out.printf(
                    "Console        %s%n               operators dial %s, process %d, data %s%n",
                    plane.consoleLink(),
                    plane.operatorEndpoint(),
                    plane.process().pid(),
                    plane.setup().data());
        }
        System.out.printf("""
                Command line   ./dropops operators --data %s
                Operators      java -jar load-tests/target/load-tests.jar swarm --count 15000 --processes 3 \\
                                 --data %s --server-data %s \\
                                 --endpoint %s
                Each console link works once; './dropops login --data %s' prints another. Ctrl-C ends all.
                """, data, folder.resolve("swarm"), data, nodes.endpoints(0), data);
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
