package ai.dropops.load.chaos;

import ai.dropops.load.report.Report;
import ai.dropops.load.report.Series;
import ai.dropops.load.stage.Api;
import ai.dropops.load.stage.Await;
import ai.dropops.load.swarm.RunLog;
import ai.dropops.load.traffic.SwarmProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A cluster under traffic while everything that may fail does, and a comparison of what was said, what is told and what really
 * ran.
 */
public final class Chaos {
    private static final int NOT_FOUND = 404;
    private static final int SHOWN = 20;
    private static final int BIN_SECONDS = 5;

    /** Longer than a permit is valid, after which nothing can be waited for any more. */
    private static final Duration SETTLING = Duration.ofMinutes(8);

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
    public record Verdict(int batches, int runs, int lost, int duplicated, int unapproved, int inconsistent) {
        /** Whether nothing was wrong, and something happened. */
        public boolean isClean() {
            return batches > 0 && runs > 0 && lost + duplicated + unapproved + inconsistent == 0;
        }
    }

    public Verdict run() {
        try (var ground = new Ground(folder, count)) {
            report.add("operators, in three processes", count, "");
            report.add("seed", (double) seed, "");
            Instant begun = Instant.now();
            var faults = new Faults(ground, new Random(seed), length);
            Traffic traffic = new Traffic(ground.desks(), seed);
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
            ground.awaitConnected();
            var accounts = settled(ground, traffic.commissions());
            var log = SwarmProcess.runLogs(ground.runLogs()).stream()
                    .flatMap(file -> RunLog.read(file).stream())
                    .toList();
            report.add("processes started anew", ground.keeper().starts(), "");
            report.plot("What really ran", "seconds", rate(log, begun));
            return conclude(traffic, accounts, log);
        }
    }

    private Map<String, Account> settled(Ground ground, List<Commission> commissions) {
        var accounts = new HashMap<String, Account>();
        try (var api = ground.desks().getFirst().api()) {
            long end = System.nanoTime() + SETTLING.toNanos();
            for (Commission commission : commissions) {
                Duration left = Duration.ofNanos(Math.max(1, end - System.nanoTime()));
                if (commission.word() == Commission.Word.GIVEN) {
                    Await.happens(
                            left,
                            () -> account(api, commission)
                                    .filter(Account::hasEnded)
                                    .isPresent());
                }
                account(api, commission).ifPresent(account -> accounts.put(commission.batch(), account));
            }
        }
        return accounts;
    }

    private static Optional<Account> account(Api api, Commission commission) {
        Api.Reply reply = api.get("/batches/" + commission.batch());
        return reply.status() == NOT_FOUND ? Optional.empty() : Optional.of(Account.of(reply.ok()));
    }

    private Verdict conclude(Traffic traffic, Map<String, Account> accounts, List<RunLog.Entry> log) {
        List<Commission> commissions = traffic.commissions();
        for (Commission.Word word : Commission.Word.values()) {
            report.add(
                    "batches whose approval was " + word,
                    (double) commissions.stream()
                            .filter(each -> each.word() == word)
                            .count(),
                    "");
        }
        var states = new TreeMap<String, Integer>();
        accounts.values()
                .forEach(account -> account.counts().forEach((state, n) -> states.merge(state, n, Integer::sum)));
        states.forEach((state, n) -> report.add("hosts' parts in them: " + state, n, ""));
        report.add("proposals nobody answered", traffic.unanswered(), "");
        var findings = new Checker(commissions, accounts, log).check();
        int runs = (int)
                log.stream().filter(entry -> entry.deed() == RunLog.Deed.RAN).count();
        report.add("executions on the operators' side", runs, "");
        tell("accepted batches lost", findings.lost());
        tell("executions duplicated", findings.duplicated());
        tell("executed without approval", findings.unapproved());
        tell("counts that do not agree", findings.inconsistent());
        return new Verdict(
                commissions.size(),
                runs,
                findings.lost().size(),
                findings.duplicated().size(),
                findings.unapproved().size(),
                findings.inconsistent().size());
    }

    private void tell(String what, List<String> found) {
        report.add(what, found.size(), "", "0");
        found.stream().limit(SHOWN).forEach(report::remark);
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
