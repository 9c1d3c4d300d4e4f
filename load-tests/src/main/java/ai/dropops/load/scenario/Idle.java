package ai.dropops.load.scenario;

import ai.dropops.load.report.Report;
import ai.dropops.load.stage.Api;
import ai.dropops.load.stage.Await;
import ai.dropops.load.stage.ControlPlane;
import ai.dropops.load.stage.Heap;
import ai.dropops.load.stage.Vitals;
import ai.dropops.load.swarm.Endpoint;
import ai.dropops.load.swarm.IdentityFolder;
import ai.dropops.load.swarm.Manner;
import ai.dropops.load.swarm.Swarm;
import ai.dropops.load.traffic.Recruitment;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** What operators cost that are only there: memory, processor, and the storm when all come back at once. */
final class Idle {
    private static final Duration CONNECT = Duration.ofMinutes(5);

    private final int count;
    private final int parallel;
    private final Duration rest;
    private final ControlPlane.Setup setup;
    private final Report report;

    Idle(Path folder, int count, int parallel, Duration rest, String jvmFlags, Report report) {
        this.count = count;
        this.parallel = parallel;
        this.rest = rest;
        this.report = report;
        var plain = ControlPlane.Setup.in(folder);
        this.setup = jvmFlags.isBlank()
                ? plain.withJvm()
                : plain.withJvm(jvmFlags.strip().split(" +", -1));
    }

    void run() {
        try (var plane = ControlPlane.start(setup);
                var api = plane.api()) {
            long pid = plane.process().pid();
            Heap empty = Heap.of(pid);
            report.add("control plane, no operators: live heap", empty.bytes() / 1e6, "MB");
            report.add("control plane, no operators: RSS", Vitals.of(pid).residentKb() / 1e3, "MB");
            var recruits = recruit(plane, api);
            try (var swarm = new Swarm(
                    Endpoint.parse(plane.operatorEndpoint()),
                    recruits.authority(),
                    recruits.identities(),
                    Manner.printing("ok\n"))) {
                connect("first connect (cold JVM)", plane, swarm);
                awaitActive(api);
                idle(pid, empty);
                storm(plane, swarm);
                storm(plane, swarm);
                report.remark("Goodbyes seen by the swarm: " + swarm.tally().goodbyes() + ", failed dials: "
                        + swarm.tally().failures());
            }
        }
    }

    private Recruitment.Recruits recruit(ControlPlane plane, Api api) {
        var folder = new IdentityFolder(setup.folder().resolve("swarm"));
        var recruits = new Recruitment(api, Endpoint.parse(plane.operatorEndpoint()), folder, parallel).upTo(count);
        report.add(
                "enrolments by one token (key pairs, CSR, slot, certificate)",
                rate(recruits.made(), recruits.enrolments()),
                "/s");
        return recruits;
    }

    private void idle(long pid, Heap empty) {
        Vitals before = Vitals.of(pid);
        LockSupport.parkNanos(rest.toNanos());
        Vitals after = Vitals.of(pid);
        double cores = (double) after.cpu().minus(before.cpu()).toMillis() / rest.toMillis();
        Heap full = Heap.of(pid);
        report.add("operators connected and idle", count, "");
        report.add("live heap per operator, link + entity", perOperator(full.bytes() - empty.bytes()), "KB", "≤ 15 KB");
        report.add("live heap of the control plane", full.bytes() / 1e6, "MB");
        report.add("RSS of the control plane", Vitals.of(pid).residentKb() / 1e3, "MB");
        report.add("processor of the control plane, heartbeats every 30 s", 100 * cores, "% of a core");
        full.growthSince(empty, 12)
                .forEach(grown -> report.remark(
                        "heap per operator: %6.0f B %s".formatted(grown.getValue() / (double) count, grown.getKey())));
    }

    private void storm(ControlPlane plane, Swarm swarm) {
        swarm.drop();
        Await.until("every link is gone", CONNECT, () -> swarm.tally().connected() == 0);
        connect("reconnect storm, all at once", plane, swarm);
    }

    private void connect(String what, ControlPlane plane, Swarm swarm) {
        Vitals before = plane.process().vitals();
        Vitals ours = Vitals.of(ProcessHandle.current().pid());
        long begun = System.nanoTime();
        swarm.dial();
        if (!Await.happens(CONNECT, () -> swarm.tally().connected() >= count)) {
            throw new IllegalStateException("not every operator was welcomed: " + swarm.tally());
        }
        var took = Duration.ofNanos(System.nanoTime() - begun);
        report.add(what + ": connects", rate(count, took), "/s", "≥ 1,200/s");
        report.add(what + ": until the last is welcomed", took.toMillis() / 1e3, "s");
        report.add(
                what + ": processor of control plane / swarm",
                plane.process().vitals().cpu().minus(before.cpu()).toMillis() * 1e3 / count,
                "µs / %d µs a connect"
                        .formatted(Vitals.of(ProcessHandle.current().pid())
                                        .cpu()
                                        .minus(ours.cpu())
                                        .toMillis()
                                * 1000
                                / count));
    }

    private void awaitActive(Api api) {
        Await.until("the control plane counts every operator as active", CONNECT, () -> active(api) >= count);
    }

    private static long active(Api api) {
        return api.get("/status")
                .ok()
                .required("operators")
                .required("byStatus")
                .path("ACTIVE")
                .asLong();
    }

    private double perOperator(long bytes) {
        return bytes / 1e3 / count;
    }

    private static double rate(int count, Duration took) {
        return count * 1e9 / Math.max(1, took.toNanos());
    }
}
