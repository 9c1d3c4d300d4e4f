package ai.dropops.cli;

import ai.dropops.cli.connect.Problem;
import ai.dropops.cli.print.Colour;
import ai.dropops.cli.print.Visible;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Prints what was changed between two versions of the policy. */
@Command(name = "diff", description = "Print what was changed: last, since version A, or from A to B.")
final class DiffPolicy implements Callable<Integer> {
    private final DropOps dropOps;

    @Parameters(paramLabel = "VERSION", arity = "0..2", description = "A, or A and B; 0 are the defaults")
    private List<Integer> versions = List.of();

    DiffPolicy(DropOps dropOps) {
        this.dropOps = dropOps;
    }

    @Override
    public Integer call() {
        JsonNode diff = dropOps.controlPlane().get("/policy/diff" + query());
        dropOps.show(diff, () -> print(diff));
        return ExitCode.OK;
    }

    private String query() {
        if (versions.stream().anyMatch(version -> version < 0)) {
            throw Problem.badInput("versions are counted from 0", "dropops policy show tells the one in force")
                    .refused();
        }
        return switch (versions.size()) {
            case 0 -> "";
            case 1 -> "?from=" + versions.getFirst();
            default -> "?from=" + versions.getFirst() + "&to=" + versions.getLast();
        };
    }

    private void print(JsonNode diff) {
        var screen = dropOps.screen();
        screen.note("version " + diff.path("from").asInt() + " to version "
                + diff.path("to").asInt());
        for (JsonNode line : diff.path("lines")) {
            String text = Visible.line(line.path("text").asText());
            screen.line(
                    switch (line.path("kind").asText()) {
                        case "ADDED" -> screen.painted("+" + text, Colour.GOOD);
                        case "REMOVED" -> screen.painted("-" + text, Colour.BAD);
                        default -> " " + text;
                    });
        }
    }
}
