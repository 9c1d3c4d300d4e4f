package ai.dropops.load.scenario;

import ai.dropops.load.stage.Api;
import ai.dropops.load.swarm.Endpoint;
import ai.dropops.load.swarm.IdentityFolder;
import ai.dropops.load.swarm.Manner;
import ai.dropops.load.swarm.Swarm;
import ai.dropops.load.swarm.Tally;
import ai.dropops.load.traffic.Recruitment;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** A swarm that stays with a control plane somebody else started, until it is interrupted. */
final class Standing {
    static final List<String> OPTIONS =
            List.of("--data", "--count", "--server-data", "--endpoint", "--parallel", "--output");

    private static final Duration LINE = Duration.ofSeconds(5);

    private Standing() {}

    static void run(Options options) {
        var folder = new IdentityFolder(Path.of(options.text("--data", "target/swarm")));
        try (var api = Api.ofFile(Path.of(options.text("--server-data", ".dropops/server"), "cli.json"))) {
            var endpoint = endpoint(options, api);
            var recruits = new Recruitment(api, endpoint, folder, options.number("--parallel", 8))
                    .upTo(options.number("--count", 1_000));
            var manner = Manner.printing(options.text("--output", "ok\n"));
            try (var swarm = new Swarm(endpoint, recruits.authority(), recruits.identities(), manner)) {
                swarm.dial();
                watch(swarm);
            }
        }
    }

    private static Endpoint endpoint(Options options, Api api) {
        return Endpoint.parse(options.text(
                "--endpoint",
                api.get("/status").ok().required("operatorEndpoint").asText()));
    }

    private static void watch(Swarm swarm) {
        Tally tally = swarm.tally();
        while (!Thread.currentThread().isInterrupted()) {
            System.out.printf(
                    "%,d of %,d connected, %,d orders, %,d receipts kept, %,d failed dials%n",
                    tally.connected(), swarm.size(), tally.orders(), tally.reportsKept(), tally.failures());
            LockSupport.parkNanos(LINE.toNanos());
        }
    }
}
