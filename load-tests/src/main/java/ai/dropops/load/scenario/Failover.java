package ai.dropops.load.scenario;

import ai.dropops.load.report.Report;
import ai.dropops.load.report.Samples;
import ai.dropops.load.stage.Api;
import ai.dropops.load.stage.Await;
import ai.dropops.load.stage.ControlPlane;
import ai.dropops.load.stage.Fleet;
import ai.dropops.load.stage.Nodes;
import ai.dropops.load.stage.Person;
import ai.dropops.load.stage.RealOperator;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/** A node of three that dies by kill -9: until its sockets are on the others, and its entities answer there. */
final class Failover {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final Duration PROBE_EVERY = Duration.ofMillis(250);

    private final Path folder;
    private final int operators;
    private final int slots;
    private final int runs;
    private final Report report;

    /** @param slots how many more entities are probed, beside those of the operators */
    Failover(Path folder, int operators, int slots, int runs, Report report) {
        this.folder = folder;
        this.operators = operators;
        this.slots = slots;
        this.runs = runs;
        this.report = report;
    }

    void run() {
        try (var nodes = Nodes.start(folder, 3);
                var fleet = Fleet.enrol(nodes, folder, operators)) {
            ControlPlane survivor = nodes.planes().getFirst();
            var person = new Person(survivor.api());
            fleet.boundTo(person);
            List<String> probed = IntStream.range(0, slots)
                    .mapToObj(i -> ControlPlane.slot(person.api(), "probe-" + i)
                            .required("operator")
                            .required("id")
                            .asText())
                    .toList();
            var sockets = new Samples();
            var entities = new Samples();
            for (int run = 0; run < runs; run++) {
                ControlPlane victim = nodes.planes().get(1 + run % 2);
                once(person.api(), victim, fleet, probed, sockets, entities);
                victim.start();
            }
            report.add(
                    "sockets of the dead node are on others, longest of " + runs,
                    sockets.millis(1) / 1e3,
                    "s",
                    "≤ 5 s");
            report.add("entities of the dead node answer, longest of " + runs, entities.millis(1) / 1e3, "s", "≤ 8 s");
        }
    }

    private void once(
            Api api, ControlPlane victim, Fleet fleet, List<String> probed, Samples sockets, Samples entities) {
        Map<RealOperator, Long> links = new ConcurrentHashMap<>();
        Map<String, Long> answers = new ConcurrentHashMap<>();
        List<RealOperator> cutOff = fleet.operators().stream()
                .filter(operator -> operator.isConnectedTo(victim.setup().operatorPort()))
                .toList();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            long begun = System.nanoTime();
            victim.kill();
            cutOff.forEach(operator -> threads.execute(() -> links.put(
                    operator,
                    Await.some(
                            "an operator is back",
                            LIMIT,
                            () -> operator.isConnected()
                                    ? Optional.of(System.nanoTime() - begun)
                                    : Optional.empty()))));
            while (answers.size() < probed.size() && System.nanoTime() - begun < LIMIT.toNanos()) {
                probed.stream()
                        .filter(id -> !answers.containsKey(id))
                        .forEach(id -> threads.execute(() -> probe(api, id, begun, answers)));
                LockSupport.parkNanos(PROBE_EVERY.toNanos());
            }
            if (answers.size() < probed.size()) {
                throw new IllegalStateException(
                        "only " + answers.size() + " of " + probed.size() + " entities are back");
            }
            entities.add(longest(answers.values()));
        }
        sockets.add(longest(links.values()));
        report.add(
                cutOff.size() + " sockets are back after",
                longest(links.values()).toMillis() / 1e3,
                "s");
        report.add(
                "all of " + probed.size() + " entities answer after",
                longest(answers.values()).toMillis() / 1e3,
                "s");
    }

    /** A new key has to be stored by the slot's entity before it answers. */
    private static void probe(Api api, String id, long begun, Map<String, Long> answers) {
        if (api.post("/operators/" + id + "/key").status() / 100 == 2) {
            answers.putIfAbsent(id, System.nanoTime() - begun);
        }
    }

    private static Duration longest(Iterable<Long> nanos) {
        long longest = 0;
        for (long each : nanos) {
            longest = Math.max(longest, each);
        }
        return Duration.ofNanos(longest);
    }
}
