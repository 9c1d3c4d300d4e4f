package ai.dropops.cli;

import ai.dropops.cli.print.Ago;
import ai.dropops.cli.print.Colour;
import ai.dropops.cli.print.Table;
import ai.dropops.cli.print.Table.Cell;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Lists the device links: tokens by which many hosts become operators. */
@Command(name = "links", description = "List the tokens by which many hosts become operators; create or revoke one.")
final class DeviceLinks implements Callable<Integer> {
    private final DropOps dropOps;

    DeviceLinks(DropOps dropOps) {
        this.dropOps = dropOps;
    }

    @Override
    public Integer call() {
        JsonNode answer = dropOps.controlPlane().get("/links");
        dropOps.show(answer, () -> print(answer.path("links")));
        return ExitCode.OK;
    }

    private void print(JsonNode links) {
        if (links.isEmpty()) {
            dropOps.screen().note("there are none yet; dropops links create --uses 100");
            return;
        }
        var now = Instant.now();
        var table = new Table("ID", "STATE", "LEFT", "ENDS", "NAME", "LABELS", "MADE BY", "MADE");
        for (JsonNode link : links) {
            table.add(
                    Cell.of(link.path("id").asText()),
                    state(link),
                    Cell.of(left(link)),
                    Cell.of(Ago.until(link.path("expiresAt").asText(), now)),
                    Cell.of(link.path("name").asText()),
                    Cell.of(Labels.of(link)),
                    Cell.of(link.path("createdBy").path("name").asText()),
                    Cell.of(Ago.of(link.path("createdAt").asText(), now)));
        }
        table.printTo(dropOps.screen());
    }

    private static Cell state(JsonNode link) {
        String state = link.path("state").asText();
        return new Cell(
                state.toLowerCase(Locale.ROOT).replace('_', ' '), state.equals("ACTIVE") ? Colour.GOOD : Colour.FAINT);
    }

    /** How many hosts can still come, of how many. */
    private static String left(JsonNode link) {
        int uses = link.path("uses").asInt();
        return (uses - link.path("used").asInt()) + " of " + uses;
    }
}
