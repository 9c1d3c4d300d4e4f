package ai.dropops.cli;

import ai.dropops.cli.connect.ControlPlane;
import ai.dropops.cli.print.Ago;
import ai.dropops.cli.print.Screen;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;

/** Prints how the control plane is doing. */
@Command(name = "status", description = "Show how the control plane is doing.")
final class Status implements Callable<Integer> {
    private final DropOps dropOps;

    Status(DropOps dropOps) {
        this.dropOps = dropOps;
    }

    @Override
    public Integer call() {
        ControlPlane controlPlane = dropOps.controlPlane();
        JsonNode status = controlPlane.get("/status");
        dropOps.show(status, () -> print(status, controlPlane));
        return ExitCode.OK;
    }

    private void print(JsonNode status, ControlPlane controlPlane) {
        Screen screen = dropOps.screen();
        String started = Ago.of(status.path("startedAt").asText(""), Instant.now());
        screen.line("DropOps " + status.path("version").asText() + ", started " + started);
        screen.line("Console    " + controlPlane.page("/"));
        screen.line("Operators  " + operators(status.path("operators")) + "; they dial "
                + status.path("operatorEndpoint").asText());
        screen.line("Approvals  " + status.path("pendingApprovals").asInt() + " waiting");
        screen.line("Batches    " + status.path("runningBatches").asInt() + " running");
    }

    private static String operators(JsonNode operators) {
        String byStatus = operators.path("byStatus").properties().stream()
                .filter(entry -> entry.getValue().asInt() > 0)
                .map(entry -> entry.getValue().asInt() + " " + entry.getKey().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
        return operators.path("total").asInt() + (byStatus.isEmpty() ? "" : " (" + byStatus + ")");
    }
}
