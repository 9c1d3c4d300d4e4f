package ai.dropops.cli;

import ai.dropops.cli.connect.ControlPlane;
import ai.dropops.cli.connect.Json;
import ai.dropops.cli.connect.Problem;
import ai.dropops.cli.connect.ServerEvent;
import ai.dropops.cli.print.Ago;
import ai.dropops.cli.print.Amount;
import ai.dropops.cli.print.Colour;
import ai.dropops.cli.print.Table;
import ai.dropops.cli.print.Table.Cell;
import ai.dropops.cli.print.Visible;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows what stayed on the hosts and what left them, in bytes. */
@Command(name = "audit", description = "Show what stayed on the hosts and what left them, in bytes.")
final class Audit implements Callable<Integer> {
    private static final int COMMAND_WIDTH = 40;
    private static final int HASH = 12;

    private final DropOps dropOps;

    @Option(names = "--limit", paramLabel = "N", description = "how many executions (20)")
    private int limit = 20;

    @Option(
            names = {"-f", "--follow"},
            description = "go on telling, until it is ended")
    private boolean follow;

    private Instant told = Instant.MIN;

    Audit(DropOps dropOps) {
        this.dropOps = dropOps;
    }

    @Override
    public Integer call() {
        ControlPlane controlPlane = dropOps.controlPlane();
        if (follow) {
            follow(controlPlane);
            return ExitCode.OK;
        }
        JsonNode totals = controlPlane.get("/transmissions/totals");
        JsonNode page = controlPlane.get("/transmissions?limit=" + limit);
        var answer = Json.object();
        answer.set("totals", totals);
        answer.set("transmissions", page.path("transmissions"));
        dropOps.show(answer, () -> {
            printTotals(totals);
            printTable(page.path("transmissions"));
        });
        return ExitCode.OK;
    }

    private void follow(ControlPlane controlPlane) {
        while (true) {
            try (var events = controlPlane.events("/transmissions/events", Map.of())) {
                Optional<ServerEvent> event = events.next();
                while (event.isPresent()) {
                    tell(event.get());
                    event = events.next();
                }
            } catch (IOException e) {
                throw Problem.connectionLost(String.valueOf(e.getMessage())).refused();
            }
        }
    }

    private void tell(ServerEvent event) throws IOException {
        JsonNode data = Json.tree(event.data().array());
        if (dropOps.wantsJson()) {
            var line = Json.object();
            line.set(event.name(), data);
            dropOps.screen().line(line.toString());
        } else if (event.name().equals("totals")) {
            printTotals(data);
        } else if (event.name().equals("transmissions")) {
            tellNews(data);
        }
    }

    /** The stream begins anew now and then, with what there was; only what is later than that is news. */
    private void tellNews(JsonNode transmissions) {
        Instant before = told;
        for (int last = Math.min(transmissions.size(), limit) - 1; last >= 0; last--) {
            JsonNode one = transmissions.get(last);
            var at = Instant.parse(one.path("at").asText());
            if (at.isAfter(before)) {
                dropOps.screen().line(line(one));
                told = at;
            }
        }
    }

    private static String line(JsonNode one) {
        return "%s  %s stayed on %s, %s left it (%s metadata, %s output)"
                .formatted(
                        Visible.line(one.path("command").asText(), COMMAND_WIDTH),
                        Amount.bytes(one.path("keptBytes").asLong()),
                        Visible.line(one.path("name").asText()),
                        Amount.bytes(one.path("metadataBytes").asLong()
                                + one.path("outputBytes").asLong()),
                        Amount.bytes(one.path("metadataBytes").asLong()),
                        Amount.bytes(one.path("outputBytes").asLong()));
    }

    private void printTotals(JsonNode totals) {
        var parts = new StringBuilder();
        for (JsonNode kind : totals.path("kinds")) {
            parts.append(parts.isEmpty() ? " (" : ", ")
                    .append(word(kind.path("kind").asText()))
                    .append(' ')
                    .append(Amount.bytes(kind.path("transmittedBytes").asLong()));
        }
        JsonNode share = totals.path("keptShare");
        dropOps.screen()
                .line("Kept on hosts  " + Amount.bytes(totals.path("keptBytes").asLong())
                        + (share.isNumber() ? "; " + Amount.share(share.asDouble()) + " of it never left them" : ""));
        dropOps.screen()
                .line("Left hosts     "
                        + Amount.bytes(totals.path("transmittedBytes").asLong())
                        + parts
                        + (parts.isEmpty() ? "" : ")"));
    }

    private static String word(String kind) {
        return switch (kind) {
            case "EXECUTION" -> "metadata";
            case "OUTPUT" -> "output";
            case "RECORD" -> "handed over";
            case "HEARTBEAT" -> "heartbeats";
            case "CONNECTION" -> "connections";
            default -> "framing";
        };
    }

    private void printTable(JsonNode transmissions) {
        if (transmissions.isEmpty()) {
            dropOps.screen().note("nothing was run yet");
            return;
        }
        var now = Instant.now();
        var table = new Table("WHEN", "HOST", "COMMAND", "KEPT", "METADATA", "OUTPUT", "NEVER LEFT", "SHA-256");
        for (JsonNode one : transmissions) {
            JsonNode share = one.path("keptShare");
            String hash = one.path("stdoutSha256").asText("");
            table.add(
                    Cell.of(Ago.of(one.path("at").asText(), now)),
                    Cell.of(one.path("name").asText()),
                    Cell.of(Visible.line(one.path("command").asText(), COMMAND_WIDTH)),
                    Cell.of(Amount.bytes(one.path("keptBytes").asLong())),
                    Cell.of(Amount.bytes(one.path("metadataBytes").asLong())),
                    Cell.of(Amount.bytes(one.path("outputBytes").asLong())),
                    Cell.of(share.isNumber() ? Amount.share(share.asDouble()) : "–"),
                    new Cell(hash.substring(0, Math.min(HASH, hash.length())), Colour.FAINT));
        }
        table.printTo(dropOps.screen());
    }
}
