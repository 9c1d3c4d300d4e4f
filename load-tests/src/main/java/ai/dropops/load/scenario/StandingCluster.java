package ai.dropops.load.scenario;

import ai.dropops.load.stage.ControlPlane;
import ai.dropops.load.stage.Nodes;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** Nodes on a PostgreSQL server of their own, for looking at; they stay until they are interrupted. */
final class StandingCluster {
    static final List<String> OPTIONS = List.of("--data", "--nodes");

    private StandingCluster() {}

    static void run(Options options) {
        var folder = Path.of(options.text("--data", "target/cluster")).toAbsolutePath();
        var nodes = Nodes.start(folder, options.number("--nodes", 3));
        Runtime.getRuntime().addShutdownHook(new Thread(nodes::close, "shutdown"));
        System.out.println("Database " + nodes.url());
        for (ControlPlane plane : nodes.planes()) {
            System.out.printf(
                    "Node     %s  operators dial %s  data %s%n",
                    plane.consoleLink(), plane.operatorEndpoint(), plane.setup().data());
        }
        System.out.println("Operators dial any of them: -e " + nodes.endpoints(0) + "; Ctrl-C ends all.");
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
