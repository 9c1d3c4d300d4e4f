package ai.dropops.load.scenario;

import ai.dropops.load.chaos.Chaos;
import ai.dropops.load.chaos.Upgrade;
import ai.dropops.load.report.Report;
import ai.dropops.load.traffic.SwarmPart;
import ai.dropops.load.traffic.SwarmProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/** The command line of the load tests. */
public final class Main {
    private static final String USAGE = """
            usage: java -jar load-tests/target/load-tests.jar COMMAND [--option value]…
              swarm   --data DIR [--count 1000] [--processes 1] [--server-data DIR] [--endpoint HOST:PORT,…]
                      [--parallel 16] [--output TEXT] [--bind no]
                      simulated operators for control planes that run; a second run reconnects without enrolling
              idle    [--count 10000] [--parallel 8] [--rest SECONDS] [--jvm FLAGS]
                      what operators cost that are only there, and the storm when all reconnect
              output  [--megabytes 1024] [--slow-seconds 30] [--runs 3]
                      a large file through the real operator to a slow and to a fast reader, beside ssh
              latency [--runs 200] [--jvm FLAGS]
                      approve to first byte of output
              broadcast [--count 1000] [--runs 10] [--jvm FLAGS]
                      approve to every operator's result
              fold    [--count 5000] [--bytes 4096] [--runs 5]
                      the same output of all but a few hosts, until equal results are told together
              compare [--count 1000] [--parallel 64] [--runs 10]
                      the same broadcast through NATS, parallel-ssh, clush and ansible, of those that are installed
              cluster [--data DIR] [--nodes 3]
                      nodes on a PostgreSQL server of their own, which stay until they are interrupted
              failover [--operators 6] [--slots 60] [--runs 3]
                      a node of three dies by kill -9: until its sockets and entities are on the others
              soak    [--count 5000] [--minutes 45]
                      heartbeats and a broadcast a minute: whether the control plane's memory stays flat
              repeat  [--count 5000] [--runs 100]
                      broadcasts one after the other: exactly one result an operator each, counted on both sides
              chaos   [--count 300] [--minutes 30] [--seed 7]
                      everything fails in turn: whether what was approved ran, once, and nothing else did
              upgrade --from JAR [--count 500] [--between SECONDS]
                      three nodes of another build, its web-server.jar, are replaced by those of this one under traffic
            Figures go to --report DIR (default load-tests/target/report).
            """;

    private Main() {}

    public static void main(String[] arguments) throws IOException {
        var all = List.of(arguments);
        if (all.isEmpty()) {
            System.out.print(USAGE);
            return;
        }
        try {
            run(all.getFirst(), all.subList(1, all.size()));
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(2);
        }
    }

    private static void run(String command, List<String> arguments) throws IOException {
        switch (command) {
            case "swarm" -> Standing.run(Options.parse(arguments, Standing.OPTIONS));
            case "swarm-part" -> {
                var options = Options.parse(
                        arguments,
                        List.of("--data", "--number", "--from", "--count", "--endpoint", "--output", "--begun"));
                SwarmPart.run(
                        Path.of(options.text("--data", "")),
                        new SwarmProcess.Part(
                                options.number("--number", 1),
                                options.number("--from", 0),
                                options.number("--count", 0),
                                options.text("--endpoint", ""),
                                options.text("--output", "")),
                        Instant.parse(options.text("--begun", "")));
            }
            case "idle" -> {
                var options = Options.parse(arguments, List.of("--count", "--parallel", "--rest", "--jvm", "--report"));
                measured(
                        command,
                        options,
                        (folder, report) -> new Idle(
                                        folder,
                                        options.number("--count", 10_000),
                                        options.number("--parallel", 8),
                                        Duration.ofSeconds(options.number("--rest", 45)),
                                        options.text("--jvm", ""),
                                        report)
                                .run());
            }
            case "output" -> {
                var options = Options.parse(arguments, List.of("--megabytes", "--slow-seconds", "--runs", "--report"));
                measured(
                        command,
                        options,
                        (folder, report) -> new BulkOutput(
                                        folder,
                                        options.number("--megabytes", 1_024),
                                        Duration.ofSeconds(options.number("--slow-seconds", 30)),
                                        options.number("--runs", 3),
                                        report)
                                .run());
            }
            case "latency" -> {
                var options = Options.parse(arguments, List.of("--runs", "--jvm", "--report"));
                measured(
                        command,
                        options,
                        (folder, report) -> new Latency(
                                        folder, options.number("--runs", 200), options.text("--jvm", ""), report)
                                .run());
            }
            case "broadcast" -> {
                var options = Options.parse(arguments, List.of("--count", "--runs", "--jvm", "--report"));
                measured(
                        command,
                        options,
                        (folder, report) -> new Broadcast(
                                        folder,
                                        options.number("--count", 1_000),
                                        options.number("--runs", 10),
                                        options.text("--jvm", ""),
                                        report)
                                .run());
            }
            case "fold" -> {
                var options = Options.parse(arguments, List.of("--count", "--bytes", "--runs", "--report"));
                measured(
                        command,
                        options,
                        (folder, report) -> new Fold(
                                        folder,
                                        options.number("--count", 5_000),
                                        options.number("--bytes", 4_096),
                                        options.number("--runs", 5),
                                        report)
                                .run());
            }
            case "compare" -> {
                var options = Options.parse(arguments, List.of("--count", "--parallel", "--runs", "--report"));
                measured(
                        command,
                        options,
                        (folder, report) -> new Compare(
                                        folder,
                                        options.number("--count", 1_000),
                                        options.number("--parallel", 64),
                                        options.number("--runs", 10),
                                        report)
                                .run());
            }
            case "cluster" -> StandingCluster.run(Options.parse(arguments, StandingCluster.OPTIONS));
            case "failover" -> {
                var options = Options.parse(arguments, List.of("--operators", "--slots", "--runs", "--report"));
                measured(
                        command,
                        options,
                        (folder, report) -> new Failover(
                                        folder,
                                        options.number("--operators", 6),
                                        options.number("--slots", 60),
                                        options.number("--runs", 3),
                                        report)
                                .run());
            }
            case "soak" -> {
                var options = Options.parse(arguments, List.of("--count", "--minutes", "--report"));
                measured(
                        command,
                        options,
                        (folder, report) -> new Soak(
                                        folder,
                                        options.number("--count", 5_000),
                                        Duration.ofMinutes(options.number("--minutes", 45)),
                                        report)
                                .run());
            }
            case "repeat" -> {
                var options = Options.parse(arguments, List.of("--count", "--runs", "--report"));
                measured(
                        command,
                        options,
                        (folder, report) -> new Repeat(
                                        folder, options.number("--count", 5_000), options.number("--runs", 100), report)
                                .run());
            }
            case "chaos" -> {
                var options = Options.parse(arguments, List.of("--count", "--minutes", "--seed", "--report"));
                measured(command, options, (folder, report) -> {
                    var verdict = new Chaos(
                                    folder,
                                    options.number("--count", 300),
                                    Duration.ofMinutes(options.number("--minutes", 30)),
                                    options.number("--seed", 7),
                                    report)
                            .run();
                    if (!verdict.isClean()) {
                        throw new AssertionError("not clean: " + verdict);
                    }
                });
            }
            case "upgrade" -> {
                var options = Options.parse(arguments, List.of("--from", "--count", "--between", "--report"));
                measured(command, options, (folder, report) -> {
                    var verdict = new Upgrade(
                                    folder,
                                    Path.of(options.text("--from", "")).toAbsolutePath(),
                                    options.number("--count", 500),
                                    Duration.ofSeconds(options.number("--between", 20)),
                                    report)
                            .run();
                    if (!verdict.isClean()) {
                        throw new AssertionError("not clean: " + verdict);
                    }
                });
            }
            default -> throw new IllegalArgumentException(USAGE);
        }
    }

    /** A scenario in a folder of its own. */
    private interface Scenario {
        void run(Path folder, Report report) throws IOException;
    }

    private static void measured(String name, Options options, Scenario scenario) throws IOException {
        Path folder = Files.createTempDirectory("dropops-" + name);
        var report = new Report(name, Clock.systemUTC().instant());
        boolean measured = false;
        try {
            scenario.run(folder, report);
            measured = true;
        } finally {
            report.keep(Path.of(options.text("--report", "load-tests/target/report")));
            if (measured) {
                remove(folder);
            } else {
                System.err.println("What it left behind, logs too, is in " + folder);
            }
        }
    }

    private static void remove(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
