package ai.dropops.load.scenario;

import ai.dropops.load.report.Report;
import ai.dropops.load.report.Samples;
import ai.dropops.load.stage.ControlPlane;
import ai.dropops.load.stage.EventStream;
import ai.dropops.load.stage.Person;
import ai.dropops.load.stage.RealOperator;
import java.nio.file.Path;
import java.time.Duration;

/** How long a person waits between pressing Approve and the first byte of output, with a real operator and a real process. */
final class Latency {
    private static final int WARM_UP = 30;

    private final Path folder;
    private final int runs;
    private final String jvm;
    private final Report report;

    /** @param jvm more flags of the control plane's JVM, separated by spaces */
    Latency(Path folder, int runs, String jvm, Report report) {
        this.folder = folder;
        this.runs = runs;
        this.jvm = jvm;
        this.report = report;
    }

    void run() {
        try (var plane = ControlPlane.start(
                        ControlPlane.Setup.in(folder).withJvm(jvm.isEmpty() ? new String[0] : jvm.split(" ", -1)));
                var operator = RealOperator.enrol(plane, "latency", folder.resolve("operator"));
                var api = plane.api()) {
            var person = new Person(api);
            person.wantsToBeAsked();
            person.binds(operator.id());
            for (int i = 0; i < WARM_UP; i++) {
                once(person, new Samples(), new Samples());
            }
            var first = new Samples();
            var end = new Samples();
            Duration used = plane.process().vitals().cpu();
            for (int i = 0; i < runs; i++) {
                once(person, first, end);
            }
            report.add("runs of `echo hello`", first.count(), "");
            report.add("approve → first byte at the event stream, p50", first.millis(0.5), "ms", "≤ 30 ms");
            report.add("approve → first byte at the event stream, p99", first.millis(0.99), "ms", "≤ 100 ms");
            report.add(
                    "processor of the control plane per command, asking included",
                    plane.process().vitals().cpu().minus(used).toNanos() / 1e6 / runs,
                    "ms");
            report.add("approve → exit code at the event stream, p50", end.millis(0.5), "ms");
            report.add("approve → exit code at the event stream, p99", end.millis(0.99), "ms");
        }
    }

    private static void once(Person person, Samples first, Samples end) {
        var asked = person.asks("echo hello", "all");
        try (var events = person.follows(asked)) {
            await(events, "batch");
            long begun = System.nanoTime();
            person.approves(asked);
            await(events, "output");
            first.add(Duration.ofNanos(System.nanoTime() - begun));
            await(events, "end");
            end.add(Duration.ofNanos(System.nanoTime() - begun));
        }
    }

    static void await(EventStream events, String type) {
        while (!events.next()
                .orElseThrow(() -> new IllegalStateException("the event stream ended before '" + type + "'"))
                .type()
                .equals(type)) {
            // others come first
        }
    }
}
