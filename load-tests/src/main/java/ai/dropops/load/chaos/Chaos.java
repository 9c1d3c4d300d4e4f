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
import java.util.function.Predicate;
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

    /** A host tells again with its heartbeat what nobody has confirmed. */
    private static final Duration TELLING_AGAIN = Duration.ofSeconds(70);

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
            var accounts = settled(ground, traffic.commissions());
            var log = SwarmProcess.runLogs(ground.runLogs()).stream()
                    .flatMap(file -> RunLog.read(file).stream())
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

    private static Map<String, Account> settled(Ground ground, List<Commission> commissions) {
        var accounts = new HashMap<String, Account>();
        try (var api = ground.desks().getFirst().api()) {
            keep(accounts, api, commissions, SETTLING, Account::hasEnded);
            keep(accounts, api, commissions, TELLING_AGAIN, Account::isAnswered);
        }
        return accounts;
    }

    /** Keeps what is told of each in the end, waiting for {@code settled} where it was accepted. */
    private static void keep(
            Map<String, Account> accounts,
            Api api,
            List<Commission> commissions,
            Duration limit,
            Predicate<Account> settled) {
        long end = System.nanoTime() + limit.toNanos();
        for (Commission commission : commissions) {
            if (commission.word() == Commission.Word.GIVEN) {
                Await.happens(
                        Duration.ofNanos(Math.max(1, end - System.nanoTime())),
                        () -> account(api, commission).filter(settled).isPresent());
            }
            account(api, commission).ifPresent(account -> accounts.put(commission.batch(), account));
        }
    }

    private static Optional<Account> account(Api api, Commission commission) {
        Api.Reply reply = api.get("/batches/" + commission.batch());
        return reply.status() == NOT_FOUND ? Optional.empty() : Optional.of(Account.of(reply.ok()));
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
        int simulated = (int)
                log.stream().filter(entry -> entry.deed() == RunLog.Deed.RAN).count();
        int real = ground.hosts().ran().size();
        report.add("executions on the simulated operators' side", simulated, "");
        report.add("executions on the real hosts", real, "");
        var broken = ground.brokenHistories();
        tell("accepted batches lost", findings.lost());
        tell("executions duplicated", findings.duplicated());
        tell("executed without approval", findings.unapproved());
        tell("counts that do not agree", findings.inconsistent());
        tell("histories that do not hold", broken);
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
