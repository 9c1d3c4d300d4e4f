package ai.dropops.cli;

import ai.dropops.cli.connect.Json;
import ai.dropops.cli.print.Ago;
import ai.dropops.cli.print.Colour;
import ai.dropops.cli.print.Table;
import ai.dropops.cli.print.Table.Cell;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lists the operators. */
@Command(name = "operators", description = "List the operators, add one, or label them.")
final class Operators implements Callable<Integer> {
    private final DropOps dropOps;

    @Option(
            names = "--status",
            paramLabel = "STATUS",
            description = "only those: available, active, bound, offline, stale, stopped")
    private String status = "";

    @Option(
            names = {"-q", "--quiet"},
            description = "only the ids")
    private boolean quiet;

    Operators(DropOps dropOps) {
        this.dropOps = dropOps;
    }

    @Override
    public Integer call() {
        Fleet fleet = Fleet.of(dropOps.controlPlane(), status);
        var json = Json.object();
        json.putArray("operators").addAll(fleet.operators());
        dropOps.show(json, () -> print(fleet));
        return ExitCode.OK;
    }

    private void print(Fleet fleet) {
        if (quiet) {
            fleet.operators()
                    .forEach(operator ->
                            dropOps.screen().line(operator.path("id").asText()));
        } else if (fleet.operators().isEmpty()) {
            dropOps.screen()
                    .note(status.isEmpty() ? "there are none yet; dropops operators add NAME" : "there are none");
        } else {
            table(fleet).printTo(dropOps.screen());
        }
    }

    private static Table table(Fleet fleet) {
        var now = Instant.now();
        var table = new Table(
                "#", "NAME", "STATUS", "HOST", "SYSTEM", "USER", "CPU", "MEM", "RECORDS", "LABELS", "HEARTBEAT", "ID");
        for (JsonNode operator : fleet.operators()) {
            JsonNode host = operator.path("host");
            JsonNode metrics = operator.path("metrics");
            table.add(
                    Cell.of(operator.path("index").asLong()),
                    Cell.of(operator.path("name").asText()),
                    status(operator),
                    Cell.of(host.path("hostname").asText("–")),
                    Cell.of((host.path("distro").asText("") + " "
                                    + host.path("arch").asText(""))
                            .strip()),
                    Cell.of(host.path("user").asText("")),
                    percent(metrics.path("cpuPercent")),
                    percent(metrics.path("memoryPercent")),
                    Cell.of(host.path("records").asText("–")),
                    Cell.of(Labels.of(operator)),
                    Cell.of(Ago.of(text(operator, "lastHeartbeatAt"), now)),
                    Cell.of(operator.path("id").asText()));
        }
        return table;
    }

    private static Cell status(JsonNode operator) {
        String status = operator.path("status").asText();
        String word =
                status.isEmpty() ? "" : status.charAt(0) + status.substring(1).toLowerCase(Locale.ROOT);
        String mine = operator.path("boundToMe").asBoolean() && status.equals("BOUND") ? word + " to you" : word;
        String alarmed = operator.path("alarms").isEmpty() ? mine : mine + " !";
        return new Cell(alarmed, operator.path("alarms").isEmpty() ? colour(status) : Colour.BAD);
    }

    private static Colour colour(String status) {
        return switch (status) {
            case "ACTIVE", "BOUND" -> Colour.GOOD;
            case "STALE" -> Colour.WARNING;
            case "OFFLINE" -> Colour.BAD;
            default -> Colour.FAINT;
        };
    }

    private static Cell percent(JsonNode value) {
        return Cell.of(value.isNumber() && value.asDouble() >= 0 ? Math.round(value.asDouble()) + " %" : "–");
    }

    private static String text(JsonNode json, String field) {
        JsonNode value = json.path(field);
        return value.isTextual() ? value.asText() : "";
    }
}
