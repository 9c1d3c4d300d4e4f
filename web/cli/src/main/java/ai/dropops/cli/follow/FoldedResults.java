package ai.dropops.cli.follow;

import ai.dropops.cli.connect.ControlPlane;
import ai.dropops.cli.connect.Refused;
import ai.dropops.cli.print.Colour;
import ai.dropops.cli.print.Screen;
import ai.dropops.cli.print.Visible;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * The results of a batch with equal ones together: what went wrong and what few hosts say first, its differing lines
 * marked, and what most hosts say at the end.
 */
public final class FoldedResults {
    /** Outputs are fetched from a host for each, so beyond these they are only counted. */
    private static final int MOST_SHOWN = 20;

    private final ControlPlane controlPlane;
    private final Screen screen;
    private final HostOutput output;

    public FoldedResults(ControlPlane controlPlane, Screen screen) {
        this.controlPlane = controlPlane;
        this.screen = screen;
        this.output = new HostOutput(controlPlane, screen);
    }

    /** Prints what is known of {@code batch} now. */
    public void print(String batch) {
        JsonNode answer = controlPlane.get("/batches/" + ControlPlane.encoded(batch) + "/folds");
        List<JsonNode> folds =
                StreamSupport.stream(answer.path("folds").spliterator(), false).toList();
        String usual = answer.path("usual").asText("");
        List<JsonNode> shown = folds.size() <= MOST_SHOWN
                ? folds
                : folds.stream()
                        .filter(fold -> folds.indexOf(fold) < MOST_SHOWN - 1 || isUsual(fold, usual))
                        .toList();
        shown.forEach(fold -> print(fold, usual));
        int hidden = answer.path("distinct").asInt() - shown.size();
        if (hidden > 0) {
            screen.note(hidden + " more different results are not shown; all of them: dropops results " + batch
                    + " --csv, or the output of every host: dropops output " + batch);
        }
        int ended = answer.path("ended").asInt();
        if (ended < answer.path("hosts").asInt()) {
            screen.note(answer.path("hosts").asInt() - ended + " of "
                    + hosts(answer.path("hosts").asInt()) + " have no result yet");
        }
    }

    private void print(JsonNode fold, String usual) {
        screen.heading("=== " + hosts(fold.path("count").asInt()) + ": " + named(fold) + " (" + fate(fold) + ") ===");
        boolean silent =
                fold.path("stdoutBytes").asLong() + fold.path("stderrBytes").asLong() == 0;
        if (!silent && (usual.isEmpty() || isUsual(fold, usual) || !printDifference(fold, usual))) {
            printOutput(fold);
        }
    }

    /** Whether it is like the usual output, so that to tell the difference is enough. */
    private boolean printDifference(JsonNode fold, String usual) {
        try {
            JsonNode difference = controlPlane.get(
                    "/executions/" + ControlPlane.encoded(example(fold)) + "/difference?from=" + usual);
            List<JsonNode> streams = List.of(difference.path("stdout"), difference.path("stderr"));
            boolean like = streams.stream()
                    .noneMatch(it -> it.path("likeness").asText().equals("OTHER"));
            if (like) {
                streams.forEach(this::printMarked);
            }
            return like;
        } catch (Refused _) {
            // the host that shows the usual output may be away, but this one not
            return false;
        }
    }

    private void printMarked(JsonNode compared) {
        for (JsonNode line : compared.path("lines")) {
            String text = Visible.line(line.path("text").asText().replace("\t", "    "));
            switch (line.path("kind").asText()) {
                case "ADDED" -> screen.line(screen.painted("+ " + text, Colour.GOOD));
                case "REMOVED" -> screen.line(screen.painted("- " + text, Colour.BAD));
                case "LEFT_OUT" -> screen.line(screen.painted("  … " + text, Colour.FAINT));
                default -> screen.line("  " + text);
            }
        }
        if (compared.path("cut").asBoolean()) {
            screen.note("only the first 64 KiB were compared");
        }
    }

    /** The output of the first of its hosts that can be asked. */
    private void printOutput(JsonNode fold) {
        Refused last = null;
        for (JsonNode host : fold.path("hosts")) {
            try {
                for (String stream : List.of("stdout", "stderr")) {
                    if (fold.path(stream + "Bytes").asLong() > 0) {
                        output.print(host.path("executionId").asText(), stream, 0);
                    }
                }
                return;
            } catch (Refused e) {
                last = e;
            }
        }
        if (last != null) {
            screen.note(last.problem().line());
        }
    }

    private static boolean isUsual(JsonNode fold, String usual) {
        return example(fold).equals(usual);
    }

    private static String example(JsonNode fold) {
        return fold.path("hosts").path(0).path("executionId").asText();
    }

    private static String named(JsonNode fold) {
        JsonNode hosts = fold.path("hosts");
        int more = fold.path("count").asInt() - hosts.size();
        return StreamSupport.stream(hosts.spliterator(), false)
                        .map(host -> Visible.line(
                                host.path("hostname").asText().isEmpty()
                                        ? host.path("name").asText()
                                        : host.path("hostname").asText()))
                        .collect(Collectors.joining(", "))
                + (more > 0 ? " and " + more + " more" : "");
    }

    private static String fate(JsonNode fold) {
        String message = fold.path("message").asText("");
        String state = fold.path("state").asText();
        return Visible.line(
                state.equals("FINISHED")
                        ? "exited " + fold.path("exitCode").asInt()
                        : state.toLowerCase(Locale.ROOT) + (message.isEmpty() ? "" : ": " + message));
    }

    private static String hosts(int count) {
        return count == 1 ? "1 host" : count + " hosts";
    }
}
