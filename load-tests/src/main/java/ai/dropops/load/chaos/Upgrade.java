package ai.dropops.load.chaos;

import ai.dropops.load.report.Report;
import ai.dropops.load.stage.Await;
import ai.dropops.load.stage.ControlPlane;
import ai.dropops.load.stage.Nodes;
import ai.dropops.load.stage.Person;
import ai.dropops.load.stage.Programs;
import ai.dropops.load.swarm.Endpoint;
import ai.dropops.load.swarm.IdentityFolder;
import ai.dropops.load.swarm.RunLog;
import ai.dropops.load.traffic.Recruitment;
import ai.dropops.load.traffic.SwarmProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** Three nodes of one build replaced by those of another, one after the other, while people keep asking for things. */
public final class Upgrade {
    private static final int NODES = 3;
    private static final int ENROLLING = 8;
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final Path folder;
    private final Path from;
    private final int count;
    private final Duration between;
    private final Report report;

    /**
     * An upgrade under traffic.
     *
     * @param from the control plane's jar of the build that is replaced by the present one
     * @param count of simulated operators
     * @param between how long nodes of both builds work together before the next is replaced
     */
    public Upgrade(Path folder, Path from, int count, Duration between, Report report) {
        this.folder = folder;
        this.from = from;
        this.count = count;
        this.between = between;
        this.report = report;
    }

    /** What came of it. */
    public record Verdict(int batches, int runs, long missing, boolean right) {
        /** Whether everything that was approved ran once and nothing else did, and something happened. */
        public boolean isClean() {
            return batches > 0 && runs > 0 && missing == 0 && right;
        }
    }

    public Verdict run() {
        try (var nodes = Nodes.on(folder)) {
            for (int i = 0; i < NODES; i++) {
                nodes.add("127.0.0.1", nodes.database().url(), setup -> setup.withProgram(from));
            }
            try (var swarm = gather(nodes)) {
                var traffic = new Traffic(nodes.planes(), "echo ok", 1);
                try (traffic) {
                    rest();
                    for (ControlPlane plane : nodes.planes()) {
                        replace(plane);
                        rest();
                    }
                }
                return conclude(nodes, swarm, traffic);
            }
        }
    }

    private SwarmProcess gather(Nodes nodes) {
        Path herd = folder.resolve("swarm");
        var api = nodes.planes().getFirst().api();
        var person = new Person(api);
        person.wantsToBeAsked();
        String endpoints = nodes.endpoints(0);
        var recruits = new Recruitment(api, Endpoint.list(endpoints).getFirst(), new IdentityFolder(herd), ENROLLING)
                .upTo(count);
        var swarm = SwarmProcess.start(herd, new SwarmProcess.Part(1, 0, count, endpoints, "ok\n"), Map.of());
        Await.until("every operator is welcomed", LIMIT, () -> swarm.standing().connected() == count);
        person.bindsAll(recruits.identities().stream()
                .map(identity -> identity.operator().value())
                .toList());
        return swarm;
    }

    private void replace(ControlPlane plane) {
        long begun = System.nanoTime();
        try (var api = plane.api()) {
            api.post("/drain").ok();
        }
        int exit = plane.process().awaitEnd(LIMIT);
        if (exit != 0) {
            throw new AssertionError("a drained node ended with " + exit + ":\n"
                    + plane.process().log());
        }
        report.add("drained and ended after", seconds(begun), "s");
        begun = System.nanoTime();
        plane.startAs(Programs.serverJar());
        report.add("the new one is up after", seconds(begun), "s");
    }

    private Verdict conclude(Nodes nodes, SwarmProcess swarm, Traffic traffic) {
        Await.happens(LIMIT, () -> swarm.standing().connected() == count);
        long missing = count - swarm.standing().connected();
        var commissions = traffic.commissions();
        var accounts = Accounts.settled(nodes.planes().getFirst(), commissions);
        var log = RunLog.runs(SwarmProcess.runLog(folder.resolve("swarm"), 1));
        var findings = new Checker(commissions, accounts, log, List.of()).check();
        report.add("operators", count, "");
        report.add("operators that did not come back", (double) missing, "", "0");
        report.add("batches proposed", commissions.size(), "");
        report.add("proposals nobody answered", traffic.unanswered(), "");
        report.add("executions", log.size(), "");
        report.add("longest time in which nothing ran", longestPause(log).toMillis() / 1e3, "s");
        findings.tell(report);
        return new Verdict(commissions.size(), log.size(), missing, findings.isClean());
    }

    private static Duration longestPause(List<RunLog.Entry> log) {
        var longest = Duration.ZERO;
        Instant last = log.isEmpty() ? Instant.EPOCH : log.getFirst().at();
        for (RunLog.Entry entry : log) {
            var pause = Duration.between(last, entry.at());
            longest = pause.compareTo(longest) > 0 ? pause : longest;
            last = entry.at();
        }
        return longest;
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }

    private void rest() {
        LockSupport.parkNanos(between.toNanos());
    }
}
