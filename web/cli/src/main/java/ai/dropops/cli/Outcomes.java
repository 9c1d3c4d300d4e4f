package ai.dropops.cli;

import ai.dropops.cli.follow.Execution;
import ai.dropops.cli.follow.Progress;
import ai.dropops.cli.print.Ago;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** How a batch over several hosts went, in one line. */
record Outcomes(Progress progress) {
    private static final int NAMED = 5;
    private static final Set<String> NEVER_STARTED = Set.of("SKIPPED", "UNDELIVERED");

    String line() {
        int hosts = progress.executions().size();
        long succeeded =
                progress.executions().stream().filter(Execution::succeeded).count();
        long skipped = count("SKIPPED");
        long undelivered = count("UNDELIVERED");
        List<Execution> others = progress.executions().stream()
                .filter(execution -> !execution.succeeded() && !NEVER_STARTED.contains(execution.state()))
                .toList();
        return (progress.end().equals("STOPPED") ? "stopped: " : "") + hosts + " hosts: " + succeeded + " succeeded"
                + (others.isEmpty() ? "" : ", " + others.size() + " did not (" + named(others) + ")")
                + (skipped == 0 ? "" : ", " + skipped + " never started")
                + (undelivered == 0 ? "" : ", " + undelivered + " not delivered")
                + duration();
    }

    private long count(String state) {
        return progress.executions().stream()
                .filter(execution -> execution.state().equals(state))
                .count();
    }

    private String named(List<Execution> executions) {
        String named = executions.stream()
                .limit(NAMED)
                .map(execution -> progress.label(execution) + " " + execution.fate())
                .collect(Collectors.joining(", "));
        return executions.size() > NAMED ? named + " and " + (executions.size() - NAMED) + " more" : named;
    }

    private String duration() {
        JsonNode batch = progress.batch();
        String started = batch.path("startedAt").asText("");
        String finished = batch.path("finishedAt").asText("");
        return started.isEmpty() || finished.isEmpty()
                ? ""
                : "; "
                        + Ago.length(Duration.between(Instant.parse(started), Instant.parse(finished))
                                .toMillis());
    }
}
