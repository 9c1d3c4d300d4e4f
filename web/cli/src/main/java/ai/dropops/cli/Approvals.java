package ai.dropops.cli;

import ai.dropops.cli.print.Ago;
import ai.dropops.cli.print.Colour;
import ai.dropops.cli.print.Table;
import ai.dropops.cli.print.Table.Cell;
import ai.dropops.cli.print.Visible;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lists what waits for a decision. */
@Command(name = "approvals", description = "List what waits for a decision.")
final class Approvals implements Callable<Integer> {
    private static final int COMMAND_WIDTH = 60;
    private static final int EFFECT_WIDTH = 40;

    private final DropOps dropOps;

    @Option(names = "--all", description = "also what was decided")
    private boolean all;

    Approvals(DropOps dropOps) {
        this.dropOps = dropOps;
    }

    @Override
    public Integer call() {
        JsonNode listed = dropOps.controlPlane().get("/approvals?state=" + (all ? "all" : "pending"));
        dropOps.show(listed, () -> print(listed.path("approvals")));
        return ExitCode.OK;
    }

    private void print(JsonNode approvals) {
        if (approvals.isEmpty()) {
            dropOps.screen().note(all ? "nothing was ever asked" : "nothing waits for a decision");
            return;
        }
        var now = Instant.now();
        var table = new Table("ID", "STATE", "RISK", "HOSTS", "COMMAND", "EFFECTS", "AGREED", "ASKED BY", "WHEN");
        for (JsonNode approval : approvals) {
            String risk = approval.path("risk").asText();
            table.add(
                    Cell.of(approval.path("id").asText()),
                    Cell.of(approval.path("state").asText()),
                    new Cell(risk, risk.equals("HIGH") ? Colour.BAD : Colour.PLAIN),
                    Cell.of(approval.path("targetCount").asLong()),
                    Cell.of(Visible.line(approval.path("action").path("command").asText(), COMMAND_WIDTH)),
                    Cell.of(Visible.line(effects(approval), EFFECT_WIDTH)),
                    Cell.of(agreed(approval)),
                    Cell.of(approval.path("requestedBy").path("name").asText()),
                    Cell.of(Ago.of(approval.path("requestedAt").asText(""), now)));
        }
        table.printTo(dropOps.screen());
    }

    private static String effects(JsonNode approval) {
        return StreamSupport.stream(approval.path("effects").spliterator(), false)
                .map(JsonNode::asText)
                .collect(Collectors.joining("; "));
    }

    /** How many of those who have to agree have done so: {@code 1/2}. */
    private static String agreed(JsonNode approval) {
        long yes = StreamSupport.stream(approval.path("votes").spliterator(), false)
                .filter(vote -> vote.path("answer").asText().equals("YES"))
                .count();
        return yes + "/" + approval.path("quorum").asInt(1);
    }
}
