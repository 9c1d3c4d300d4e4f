package ai.dropops.load.chaos;

import ai.dropops.load.report.Report;
import ai.dropops.load.report.Series;
import ai.dropops.load.swarm.RunLog;
import ai.dropops.load.traffic.SwarmProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A cluster under traffic while everything that may fail does, and a comparison of what was said, what is told and what really
 * ran.
 */
public final class Chaos {
    private static final int BIN_SECONDS = 5;

    private final Path folder;
    private final int count;
    private final Duration length;
    private final long seed;
    private final Report report;

    /** A run with {@code count} operators whose faults and traffic are drawn from {@code seed}. */
    public Chaos(Path folder, int count, Duration length, long seed, Report report) {
        this.folder = folder;
        this.count = count;
        this.length = length;
        this.seed = seed;
        this.report = report;
    }

    /** How many of each wrong there were; all 0 where all is well. */
    public record Verdict(
            int batches,
            int runs,
            int missing,
            int lost,
            int duplicated,
            int unapproved,
            int inconsistent,
            int broken) {
        /** Whether nothing was wrong, and something happened. */
        public boolean isClean() {
            return batches > 0 && runs > 0 && missing + lost + duplicated + unapproved + inconsistent + broken == 0;
        }
    }

    public Verdict run() {
        try (var ground = new Ground(folder, count)) {
            report.add("simulated operators, in three processes", count, "");
            report.add("real operators", ground.hosts().operators().size(), "");
            report.add("seed", (double) seed, "");
            Instant begun = Instant.now();
            var faults = new Faults(ground, new Random(seed), length);
            Traffic traffic = new Traffic(ground.desks(), ground.hosts().command(), seed);
            Map<String, Integer> done;
            try (traffic) {
                done = faults.strike();
            }
            done.forEach((name, times) -> report.add(name, times, "times"));
            if (ground.island().isEmpty()) {
                report.remark("No cable was pulled: network namespaces take root and ip (iproute2).");
            }
            if (ground.nodeClock().isEmpty()) {
                report.remark("No clock jumped: install faketime.");
            }
            System.out.println("  all healed; waiting for every operator and every batch");
            int missing = Math.toIntExact(ground.missing());
            if (missing > 0) {
                ground.swarms()
                        .forEach(swarm -> report.remark(
                                swarm.process().log().lines().toList().getLast()));
            }
            report.add("operators that did not come back", missing, "", "0");
            var accounts = Accounts.settled(ground.desks().getFirst(), traffic.commissions());
            var log = SwarmProcess.runLogs(ground.runLogs()).stream()
                    .flatMap(file -> RunLog.runs(file).stream())
                    .toList();
            report.add("processes started anew", ground.keeper().starts(), "");
            report.plot("What really ran", "seconds", rate(log, begun));
            describe(traffic, accounts);
            List<Commission> commissions = traffic.commissions();
            var findings =
                    new Checker(commissions, accounts, log, ground.hosts().ran()).check();
            return conclude(ground, missing, commissions.size(), log, findings);
        }
    }

    private void describe(Traffic traffic, Map<String, Account> accounts) {
        for (Commission.Word word : Commission.Word.values()) {
            report.add(
                    "batches whose approval was " + word,
                    (double) traffic.commissions().stream()
                            .filter(each -> each.word() == word)
                            .count(),
                    "");
        }
        var states = new TreeMap<String, Integer>();
        accounts.values()
                .forEach(account -> account.counts().forEach((state, n) -> states.merge(state, n, Integer::sum)));
        states.forEach((state, n) -> report.add("hosts' parts in them: " + state, n, ""));
        report.add("proposals nobody answered", traffic.unanswered(), "");
    }

    private Verdict conclude(
            Ground ground, int missing, int batches, List<RunLog.Entry> log, Checker.Findings findings) {
        int simulated = log.size();
        int real = ground.hosts().ran().size();
        report.add("executions on the simulated operators' side", simulated, "");
        report.add("executions on the real hosts", real, "");
        var broken = ground.brokenHistories();
        findings.tell(report);
        Checker.Findings.tell(report, "histories that do not hold", broken);
        return new Verdict(
                batches,
                simulated + real,
                missing,
                findings.lost().size(),
                findings.duplicated().size(),
                findings.unapproved().size(),
                findings.inconsistent().size(),
                broken.size());
    }

    /** Without what ran while a clock was wrong by more than there was time. */
    private static Series rate(List<RunLog.Entry> log, Instant begun) {
        long last = Duration.between(begun, Instant.now()).toSeconds() / BIN_SECONDS;
        Map<Long, Long> bins = log.stream()
                .collect(Collectors.groupingBy(
                        entry -> Math.floorDiv(
                                Duration.between(begun, entry.at()).toSeconds(), BIN_SECONDS),
                        Collectors.counting()));
        var series = new Series("executions on the operators' side", "1/s");
        for (long bin = 0; bin <= last; bin++) {
            series.add((double) bin * BIN_SECONDS, bins.getOrDefault(bin, 0L) / (double) BIN_SECONDS);
        }
        return series;
    }
}
