package ai.dropops.load.scenario;

import ai.dropops.load.stage.Api;
import ai.dropops.load.stage.Await;
import ai.dropops.load.stage.Person;
import ai.dropops.load.stage.Vitals;
import ai.dropops.load.swarm.Endpoint;
import ai.dropops.load.swarm.Identity;
import ai.dropops.load.swarm.IdentityFolder;
import ai.dropops.load.traffic.Recruitment;
import ai.dropops.load.traffic.SwarmProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/** A swarm that stays with control planes somebody else started, in processes of its own, until it is interrupted. */
final class Standing {
    static final List<String> OPTIONS = List.of(
            "--data", "--count", "--processes", "--server-data", "--endpoint", "--parallel", "--output", "--bind");

    private static final Duration LINE = Duration.ofSeconds(5);
    private static final Duration CONNECT = Duration.ofMinutes(10);

    private Standing() {}

    static void run(Options options) {
        var folder = Path.of(options.text("--data", "target/swarm")).toAbsolutePath();
        int count = options.number("--count", 1_000);
        try (var api = Api.ofFile(Path.of(options.text("--server-data", ".dropops/server"), "cli.json"))) {
            String endpoints = options.text(
                    "--endpoint",
                    api.get("/status").ok().required("operatorEndpoint").asText());
            var recruits = new Recruitment(
                            api,
                            Endpoint.list(endpoints).getFirst(),
                            new IdentityFolder(folder),
                            options.number("--parallel", 16))
                    .upTo(count);
            System.out.printf("%,d enrolled now, %,d in all%n", recruits.made(), count);
            var parts = parts(options, folder, count, endpoints);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> parts.forEach(SwarmProcess::close), "shutdown"));
            long begun = System.nanoTime();
            Await.until(
                    "every operator is connected",
                    CONNECT,
                    () -> standing(parts).connected() >= count);
            System.out.printf("All connected after %.1f s%n", (System.nanoTime() - begun) / 1e9);
            if (options.text("--bind", "yes").equals("yes")) {
                new Person(api).bindsAll(operators(recruits.identities()));
                System.out.println("All bound to the session of the command line; `dropops run --on all` reaches them");
            }
            watch(parts, count);
        }
    }

    private static List<String> operators(List<Identity> identities) {
        return identities.stream().map(identity -> identity.operator().value()).toList();
    }

    private static List<SwarmProcess> parts(Options options, Path folder, int count, String endpoints) {
        int processes = options.number("--processes", 1);
        String output = options.text("--output", "ok\n");
        return IntStream.range(0, processes)
                .mapToObj(i -> {
                    int from = (int) ((long) count * i / processes);
                    int end = (int) ((long) count * (i + 1) / processes);
                    return new SwarmProcess.Part(i + 1, from, end - from, endpoints, output);
                })
                .map(part -> SwarmProcess.start(folder, part, Map.of()))
                .toList();
    }

    private static SwarmProcess.Standing standing(List<SwarmProcess> parts) {
        return parts.stream()
                .map(SwarmProcess::standing)
                .reduce(SwarmProcess.Standing::plus)
                .orElseThrow();
    }

    private static void watch(List<SwarmProcess> parts, int count) {
        while (!Thread.currentThread().isInterrupted()) {
            var now = standing(parts);
            System.out.printf(
                    "%,d of %,d connected, %,d orders, %,d refused, %,d failed dials, RSS of each process %s MB%n",
                    now.connected(),
                    count,
                    now.orders(),
                    now.refused(),
                    now.failed(),
                    parts.stream()
                            .map(part -> Vitals.of(part.process().pid()).residentKb() / 1_000)
                            .toList());
            LockSupport.parkNanos(LINE.toNanos());
        }
    }
}
