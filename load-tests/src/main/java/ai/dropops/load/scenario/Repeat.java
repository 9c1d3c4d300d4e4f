package ai.dropops.load.scenario;

import ai.dropops.load.report.Report;
import ai.dropops.load.report.Samples;
import ai.dropops.load.report.Series;
import ai.dropops.load.stage.ControlPlane;
import ai.dropops.load.swarm.RunLog;
import ai.dropops.load.traffic.Company;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Broadcasts one after the other: of each, one result an operator in the control plane, and one run an operator over there. */
final class Repeat {
    private final Path folder;
    private final int count;
    private final int times;
    private final Report report;
    private final Series plot = new Series("approve → all results", "s");

    Repeat(Path folder, int count, int times, Report report) {
        this.folder = folder;
        this.count = count;
        this.times = times;
        this.report = report;
    }

    void run() {
        Path log = folder.resolve("runs");
        try (var plane = ControlPlane.start(ControlPlane.Setup.in(folder).withJvm());
                var company = Company.gather(plane, folder.resolve("swarm"), count, log)) {
            var told = new HashSet<String>();
            var took = new Samples();
            int exact = 0;
            for (int run = 1; run <= times; run++) {
                var broadcast = company.broadcast();
                List<String> finished = broadcast.executions().stream()
                        .filter(execution ->
                                execution.required("state").asText().equals("FINISHED"))
                        .map(execution -> execution.required("id").asText())
                        .toList();
                boolean allNew = told.addAll(finished) && told.size() == run * count;
                if (allNew && finished.size() == count && broadcast.succeeded() == count) {
                    exact++;
                }
                took.add(broadcast.took());
                plot.add(run, broadcast.took().toMillis() / 1e3);
            }
            report.add("operators", count, "");
            report.add("broadcasts", times, "");
            report.add("broadcasts with exactly one result an operator", exact, "", Integer.toString(times));
            report.add("approve → all results, median", took.millis(0.5) / 1e3, "s");
            report.add("approve → all results, longest", took.millis(1) / 1e3, "s");
            boolean same = compare(told, RunLog.runs(log));
            report.plot("Each broadcast", "number", plot);
            if (exact < times || !same) {
                throw new AssertionError("not one result and one run an operator:\n" + report.markdown());
            }
        }
    }

    /** Whether every run is one the control plane told of, and the reverse, and each operator ran each broadcast once. */
    private boolean compare(Set<String> told, List<RunLog.Entry> runs) {
        Set<String> ran = runs.stream().map(entry -> entry.execution().value()).collect(Collectors.toSet());
        long once =
                runs.stream()
                        .collect(Collectors.groupingBy(RunLog.Entry::digest, Collectors.counting()))
                        .values()
                        .stream()
                        .filter(each -> each == count)
                        .count();
        boolean same = ran.equals(told);
        report.add("runs on the operators' side", runs.size(), "", "%,d".formatted((long) times * count));
        report.add("runs of one execution more than once", runs.size() - ran.size(), "", "0");
        report.add("broadcasts that ran exactly once an operator", (double) once, "", Integer.toString(times));
        report.remark(
                "Executions on the operators' side and in the control plane are " + (same ? "" : "NOT ") + "the same.");
        return same && runs.size() == ran.size() && once == times;
    }
}
