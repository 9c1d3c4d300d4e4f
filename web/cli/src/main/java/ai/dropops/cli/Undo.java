package ai.dropops.cli;

import ai.dropops.cli.connect.ControlPlane;
import ai.dropops.cli.connect.Json;
import ai.dropops.cli.print.Visible;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Proposes to take back what a batch has changed in files, on all its hosts at once. */
@Command(
        name = "undo",
        description = {
            "Propose to take back what a batch has changed in the files it names, on all its hosts.",
            "Each host gives a file what it held before, if it still holds what the batch left;",
            "it is one new proposal and needs a decision of its own."
        })
final class Undo implements Callable<Integer> {
    private final DropOps dropOps;

    @Parameters(paramLabel = "BATCH", description = "its id")
    private String batch = "";

    @Option(names = "--approve", description = "approve it yourself; not for HIGH risk")
    private boolean approve;

    @Option(names = "--reason", paramLabel = "TEXT", description = "why, for whoever decides")
    private String reason = "";

    Undo(DropOps dropOps) {
        this.dropOps = dropOps;
    }

    @Override
    public Integer call() {
        ControlPlane controlPlane = dropOps.controlPlane();
        ObjectNode undo = Json.object();
        if (approve) {
            undo.put("approve", true);
        }
        if (!reason.isEmpty()) {
            undo.put("reason", reason);
        }
        JsonNode proposed = controlPlane.post(
                "/batches/" + ControlPlane.encoded(batch) + "/undo",
                undo,
                Map.of("Idempotency-Key", UUID.randomUUID().toString()));
        for (JsonNode host : proposed.path("leftOut")) {
            dropOps.screen()
                    .note("left out: " + Visible.line(host.path("name").asText())
                            + ", where the batch changed nothing ("
                            + host.path("state").asText().toLowerCase(Locale.ROOT) + ")");
        }
        return new Following(dropOps, controlPlane, proposed).toTheEnd();
    }
}
