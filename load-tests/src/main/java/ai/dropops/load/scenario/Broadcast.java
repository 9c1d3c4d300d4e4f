package ai.dropops.load.scenario;

import ai.dropops.load.report.Report;
import ai.dropops.load.report.Samples;
import ai.dropops.load.stage.Await;
import ai.dropops.load.stage.ControlPlane;
import ai.dropops.load.stage.Person;
import ai.dropops.load.stage.Running;
import ai.dropops.load.swarm.Endpoint;
import ai.dropops.load.swarm.IdentityFolder;
import ai.dropops.load.swarm.Manner;
import ai.dropops.load.swarm.Swarm;
import ai.dropops.load.traffic.Recruitment;
import java.nio.file.Path;
import java.time.Duration;

/** One approval for a whole fleet: from pressing Approve until every operator's signed result is in. */
final class Broadcast {
    private static final Duration LIMIT = Duration.ofMinutes(5);

    private final Path folder;
    private final int count;
    private final int runs;
    private final String jvm;
    private final Report report;
    private Duration cpu = Duration.ZERO;

    /** @param jvm more flags of the control plane's JVM, separated by spaces */
    Broadcast(Path folder, int count, int runs, String jvm, Report report) {
        this.folder = folder;
        this.count = count;
        this.runs = runs;
        this.jvm = jvm;
        this.report = report;
    }

    void run() {
        try (var plane = ControlPlane.start(
                        ControlPlane.Setup.in(folder).withJvm(jvm.isEmpty() ? new String[0] : jvm.split(" ", -1)));
                var api = plane.api()) {
            var endpoint = Endpoint.parse(plane.operatorEndpoint());
            var recruits = new Recruitment(api, endpoint, new IdentityFolder(folder.resolve("swarm")), 8).upTo(count);
            try (var swarm =
                    new Swarm(endpoint, recruits.authority(), recruits.identities(), Manner.printing("ok\n"))) {
                swarm.dial();
                Await.until(
                        "every operator is welcomed", LIMIT, () -> swarm.tally().connected() >= count);
                var person = new Person(api);
                person.wantsToBeAsked();
                long begun = System.nanoTime();
                person.bindsAll(recruits.identities().stream()
                        .map(identity -> identity.operator().value())
                        .toList());
                report.add("operators", count, "");
                report.add("binds over REST", count * 1e9 / (System.nanoTime() - begun), "/s");
                measure(person, plane.process(), swarm);
            }
        }
    }

    private void measure(Person person, Running plane, Swarm swarm) {
        var all = new Samples();
        for (int i = 0; i < runs; i++) {
            Duration before = cpu;
            Duration took = once(person, plane);
            report.add("run " + (i + 1) + ": approve → all results", took.toMillis() / 1e3, "s");
            if (i >= runs / 4) {
                all.add(took);
            } else {
                cpu = before;
            }
        }
        report.add("approve → all " + count + " results, median of the warm runs", all.millis(0.5) / 1e3, "s", goal());
        report.add(
                "processor of the control plane per execution, warm runs",
                cpu.toNanos() / 1e3 / all.count() / count,
                "µs");
        report.add("orders answered twice", (double) swarm.tally().repeatedOrders(), "");
        report.add("orders refused", (double) swarm.tally().rejectedOrders(), "");
    }

    private String goal() {
        return switch (count) {
            case 1_000 -> "≤ 0.25 s";
            case 10_000 -> "≤ 2 s";
            default -> "";
        };
    }

    private Duration once(Person person, Running plane) {
        var proposal = Person.proposal("echo ok", "all").put("strategy", "parallel");
        var asked = person.asks(proposal);
        try (var events = person.follows(asked)) {
            Latency.await(events, "batch");
            Duration used = plane.vitals().cpu();
            long begun = System.nanoTime();
            person.approves(asked);
            Latency.await(events, "end");
            var took = Duration.ofNanos(System.nanoTime() - begun);
            cpu = cpu.plus(plane.vitals().cpu()).minus(used);
            long succeeded = person.api()
                    .get("/batches/" + asked.batchId())
                    .ok()
                    .required("counts")
                    .required("succeeded")
                    .asLong();
            if (succeeded != count) {
                throw new IllegalStateException("only " + succeeded + " of " + count + " succeeded");
            }
            return took;
        }
    }
}
