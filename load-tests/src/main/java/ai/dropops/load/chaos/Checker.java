package ai.dropops.load.chaos;

import ai.dropops.load.report.Report;
import ai.dropops.load.swarm.RunLog;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Compares what the operators really ran with what the person said and with what the control plane tells of it. */
final class Checker {
    private static final int SHOWN = 20;

    private final List<Commission> commissions;
    private final Map<String, Account> accounts;
    private final List<RunLog.Entry> runs;
    private final List<String> real;

    private final List<String> lost = new ArrayList<>();
    private final List<String> duplicated = new ArrayList<>();
    private final List<String> unapproved = new ArrayList<>();
    private final List<String> inconsistent = new ArrayList<>();

    /**
     * Prepares a comparison.
     *
     * @param accounts by batch, of those the control plane knows
     * @param runs what every simulated operator ran, as often as it did
     * @param real every execution on the real hosts, as often as it ran
     */
    Checker(List<Commission> commissions, Map<String, Account> accounts, List<RunLog.Entry> runs, List<String> real) {
        this.commissions = List.copyOf(commissions);
        this.accounts = Map.copyOf(accounts);
        this.real = List.copyOf(real);
        this.runs = List.copyOf(runs);
    }

    /** What is wrong, each with the ids to look for; nothing where all is well. */
    record Findings(List<String> lost, List<String> duplicated, List<String> unapproved, List<String> inconsistent) {
        Findings {
            lost = List.copyOf(lost);
            duplicated = List.copyOf(duplicated);
            unapproved = List.copyOf(unapproved);
            inconsistent = List.copyOf(inconsistent);
        }

        void tell(Report report) {
            tell(report, "accepted batches lost", lost);
            tell(report, "executions duplicated", duplicated);
            tell(report, "executed without approval", unapproved);
            tell(report, "counts that do not agree", inconsistent);
        }

        /** How many there are of something that must not be, and some of them. */
        static void tell(Report report, String what, List<String> found) {
            report.add(what, found.size(), "", "0");
            found.stream().limit(SHOWN).forEach(report::remark);
        }

        boolean isClean() {
            return lost.isEmpty() && duplicated.isEmpty() && unapproved.isEmpty() && inconsistent.isEmpty();
        }
    }

    Findings check() {
        findDuplicates();
        findUnapproved();
        Map<String, Set<String>> ranByDigest = runs.stream()
                .collect(Collectors.groupingBy(
                        RunLog.Entry::digest,
                        Collectors.mapping(entry -> entry.execution().value(), Collectors.toSet())));
        for (Commission commission : commissions) {
            Optional<Account> account = Optional.ofNullable(accounts.get(commission.batch()));
            Set<String> ran = ranByDigest.getOrDefault(commission.digest(), Set.of());
            if (account.isEmpty()) {
                if (commission.word() != Commission.Word.WITHHELD) {
                    lost.add(commission.batch() + " is not known any more; word: " + commission.word());
                }
            } else {
                compare(commission, account.get(), ran);
            }
        }
        return new Findings(lost, duplicated, unapproved, inconsistent);
    }

    private void findDuplicates() {
        var executions = new HashSet<String>();
        var parts = new HashMap<String, String>();
        for (RunLog.Entry run : runs) {
            String execution = run.execution().value();
            String part = run.operator().value() + " of " + run.proposal().value();
            if (!executions.add(execution)) {
                duplicated.add(execution + " on " + part);
            } else if (parts.put(part, execution) != null) {
                duplicated.add("another attempt, " + execution + ", on " + part);
            }
        }
        real.stream()
                .filter(execution -> !executions.add(execution))
                .forEach(execution -> duplicated.add(execution + " on a real host"));
    }

    private void findUnapproved() {
        Set<String> approved = commissions.stream()
                .filter(commission -> commission.word() != Commission.Word.WITHHELD)
                .map(Commission::digest)
                .collect(Collectors.toSet());
        runs.stream()
                .filter(run -> !approved.contains(run.digest()))
                .forEach(run -> unapproved.add(run.execution().value() + " on "
                        + run.operator().value() + " of " + run.proposal().value()));
        Set<String> listed = commissions.stream()
                .filter(commission -> commission.word() != Commission.Word.WITHHELD)
                .flatMap(commission -> Optional.ofNullable(accounts.get(commission.batch())).stream())
                .flatMap(account -> account.parts().stream())
                .map(Account.Part::execution)
                .collect(Collectors.toSet());
        real.stream()
                .filter(execution -> !listed.contains(execution))
                .forEach(execution -> unapproved.add(execution + " on a real host"));
    }

    private void compare(Commission commission, Account account, Set<String> ran) {
        String batch = commission.batch();
        if (!account.hasEnded()) {
            boolean mayWait = account.state().equals("WAITING") && commission.word() != Commission.Word.GIVEN;
            if (!mayWait) {
                lost.add(batch + " has not ended: " + account.state() + " " + account.counts());
            }
            return;
        }
        compareCounts(batch, account);
        var onRealHosts = Set.copyOf(real);
        var listed = new HashSet<String>();
        for (Account.Part part : account.parts()) {
            listed.add(part.execution());
            boolean really = ran.contains(part.execution()) || onRealHosts.contains(part.execution());
            if (really != part.isFinished() && !part.cutShort()) {
                inconsistent.add("%s: %s on %s is %s, and it %s"
                        .formatted(
                                batch,
                                part.execution(),
                                part.operator(),
                                part.state(),
                                really ? "ran" : "did not run"));
            }
        }
        ran.stream()
                .filter(execution -> !listed.contains(execution))
                .forEach(execution -> inconsistent.add(batch + ": " + execution + " ran and is not listed"));
    }

    private void compareCounts(String batch, Account account) {
        int sum = account.counts().values().stream().mapToInt(Integer::intValue).sum();
        if (sum != account.targets() || account.parts().size() != account.targets()) {
            inconsistent.add("%s: %d targets, counts for %d, %d executions"
                    .formatted(batch, account.targets(), sum, account.parts().size()));
        }
        int done =
                account.counts().getOrDefault("succeeded", 0) + account.counts().getOrDefault("failed", 0);
        if (done != account.finished()) {
            inconsistent.add("%s: counts say %d finished, executions %d".formatted(batch, done, account.finished()));
        }
    }
}
