package ai.dropops.load.scenario;

import ai.dropops.load.report.Report;
import ai.dropops.load.report.Series;
import ai.dropops.load.stage.ControlPlane;
import ai.dropops.load.stage.Heap;
import ai.dropops.load.stage.Vitals;
import ai.dropops.load.traffic.Company;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Heartbeats and a broadcast a minute, for long: whether the control plane's memory stays flat. */
final class Soak {
    private static final Duration PERIOD = Duration.ofMinutes(1);

    /** The first minutes fill caches and compile; a slope over them would tell of that alone. */
    private static final Duration WARM_UP = Duration.ofMinutes(5);

    private final Path folder;
    private final int count;
    private final Duration length;
    private final Report report;
    private final Series heap = new Series("live heap", "MB");
    private final Series resident = new Series("RSS", "MB");
    private final Series warmHeap = new Series("live heap, warm", "MB");
    private final Series warmResident = new Series("RSS, warm", "MB");
    private final Series times = new Series("approve → all results", "s");

    Soak(Path folder, int count, Duration length, Report report) {
        this.folder = folder;
        this.count = count;
        this.length = length;
        this.report = report;
    }

    void run() {
        try (var plane = ControlPlane.start(ControlPlane.Setup.in(folder).withJvm());
                var company = Company.gather(plane, folder.resolve("swarm"), count)) {
            long begun = System.nanoTime();
            int broadcasts = 0;
            for (Duration due = Duration.ZERO; due.compareTo(length) <= 0; due = due.plus(PERIOD)) {
                LockSupport.parkNanos(begun + due.toNanos() - System.nanoTime());
                var broadcast = company.broadcast();
                if (broadcast.succeeded() != count) {
                    throw new IllegalStateException("only " + broadcast.succeeded() + " of " + count + " succeeded");
                }
                broadcasts++;
                times.add(due, broadcast.took().toMillis() / 1e3);
                sample(plane.process().pid(), due);
            }
            report.add("operators", count, "");
            report.add("broadcasts, each with every result", broadcasts, "");
            report.add("proposals asked again, the control plane being busy", company.busy(), "");
            report.add(
                    "orders the operators answered twice",
                    (double) company.swarm().tally().repeatedOrders(),
                    "");
        }
        conclude();
    }

    private void sample(long pid, Duration at) {
        double rss = Vitals.of(pid).residentKb() / 1e3;
        double live = Heap.of(pid).bytes() / 1e6;
        resident.add(at, rss);
        heap.add(at, live);
        if (at.compareTo(WARM_UP) >= 0) {
            warmResident.add(at, rss);
            warmHeap.add(at, live);
        }
        System.out.printf("  %3d min: RSS %.0f MB, live heap %.1f MB%n", at.toMinutes(), rss, live);
    }

    private void conclude() {
        memory("live heap of the control plane, after a full collection", heap, warmHeap);
        memory("RSS of the control plane, before it", resident, warmResident);
        report.plot("Memory of the control plane", "seconds", resident, heap);
        report.plot("Each broadcast", "seconds", times);
    }

    private void memory(String what, Series all, Series warm) {
        report.add(what + ": first", all.points().getFirst().y(), "MB");
        report.add(what + ": last", all.points().getLast().y(), "MB");
        report.add(
                what + ": slope after the first " + WARM_UP.toMinutes() + " minutes, least squares",
                warm.slope() * Duration.ofHours(1).toSeconds(),
                "MB/h",
                "flat");
    }
}
