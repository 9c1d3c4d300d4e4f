package ai.dropops.cli;

import ai.dropops.cli.follow.Halt;
import ai.dropops.cli.print.Ago;
import ai.dropops.cli.print.Colour;
import ai.dropops.cli.print.Table;
import ai.dropops.cli.print.Table.Cell;
import ai.dropops.cli.print.Visible;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lists what was run, newest first. */
@Command(name = "batches", description = "List what was run, newest first.")
final class Batches implements Callable<Integer> {
    private static final int COMMAND_WIDTH = 60;

    private final DropOps dropOps;

    @Option(names = "--limit", paramLabel = "N", description = "how many (20)")
    private int limit = 20;

    Batches(DropOps dropOps) {
        this.dropOps = dropOps;
    }

    @Override
    public Integer call() {
        JsonNode page = dropOps.controlPlane().get("/batches?limit=" + limit);
        dropOps.show(page, () -> print(page.path("batches")));
        return ExitCode.OK;
    }

    private void print(JsonNode batches) {
        if (batches.isEmpty()) {
            dropOps.screen().note("nothing was run yet");
            return;
        }
        var now = Instant.now();
        var table = new Table("ID", "STATE", "HOSTS", "OK", "COMMAND", "BY", "WHEN");
        for (JsonNode batch : batches) {
            String state = batch.path("state").asText();
            table.add(
                    Cell.of(batch.path("id").asText()),
                    new Cell(
                            Halt.of(batch)
                                    .map(halt -> halt.asks() ? "ASKS" : "PAUSES")
                                    .orElse(state),
                            colour(state)),
                    Cell.of(batch.path("targetCount").asLong()),
                    Cell.of(batch.path("counts").path("succeeded").asLong()),
                    Cell.of(Visible.line(batch.path("command").asText(), COMMAND_WIDTH)),
                    Cell.of(batch.path("requestedBy").path("name").asText()),
                    Cell.of(Ago.of(batch.path("createdAt").asText(""), now)));
        }
        table.printTo(dropOps.screen());
    }

    private static Colour colour(String state) {
        return switch (state) {
            case "COMPLETED" -> Colour.GOOD;
            case "FAILED", "STOPPED" -> Colour.BAD;
            case "CANCELLED" -> Colour.WARNING;
            default -> Colour.PLAIN;
        };
    }
}
