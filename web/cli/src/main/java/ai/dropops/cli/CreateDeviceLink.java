package ai.dropops.cli;

import ai.dropops.cli.connect.Json;
import ai.dropops.cli.connect.Problem;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Makes a token by which many hosts become operators. */
@Command(
        name = "create",
        description = "Make a token by which many hosts become operators, and print it and the line to run on each.")
final class CreateDeviceLink implements Callable<Integer> {
    private static final Pattern LENGTH = Pattern.compile("([1-9][0-9]{0,8})([smhd])");

    private final DropOps dropOps;

    @Option(names = "--uses", required = true, paramLabel = "N", description = "for how many hosts, 1 to 10000")
    private int uses;

    @Option(
            names = "--expires",
            paramLabel = "TIME",
            defaultValue = "24h",
            description = "until no host can come any more, 1m to 7d; default 24h")
    private String expires = "";

    @Option(names = "--label", paramLabel = "KEY=VALUE", description = "a label every host gets; may be repeated")
    private List<String> labels = List.of();

    @Option(
            names = "--name",
            paramLabel = "PATTERN",
            description =
                    "how hosts are called, with {n} counting them and {host} for their own name, which is the default")
    private String name = "";

    @Option(names = "--cloud", description = "operators that work with cloud command lines")
    private boolean cloud;

    CreateDeviceLink(DropOps dropOps) {
        this.dropOps = dropOps;
    }

    @Override
    public Integer call() {
        ObjectNode wanted = Json.object()
                .put("kind", cloud ? "cloud" : "solo")
                .put("uses", uses)
                .put("expiresInSeconds", seconds(expires));
        ObjectNode all = wanted.putObject("labels");
        labels.forEach(label -> Labels.put(label, all));
        if (!name.isEmpty()) {
            wanted.put("name", name);
        }
        JsonNode made = dropOps.controlPlane().post("/links", wanted);
        dropOps.show(made, () -> print(made));
        return ExitCode.OK;
    }

    private void print(JsonNode made) {
        var screen = dropOps.screen();
        JsonNode link = made.path("link");
        screen.line("Link      " + link.path("id").asText() + "  for "
                + link.path("uses").asInt() + " hosts until "
                + link.path("expiresAt").asText());
        screen.line("Token     " + made.path("token").asText());
        screen.line("Install   " + made.path("installCommand").asText());
        screen.note("the token is shown this once; run the install line on every host");
    }

    private static long seconds(String length) {
        var parts = LENGTH.matcher(length);
        if (!parts.matches()) {
            throw Problem.badInput("'" + length + "' is no time", "write it as 30m, 24h or 7d")
                    .refused();
        }
        long count = Long.parseLong(parts.group(1));
        return switch (parts.group(2)) {
            case "s" -> count;
            case "m" -> TimeUnit.MINUTES.toSeconds(count);
            case "h" -> TimeUnit.HOURS.toSeconds(count);
            default -> TimeUnit.DAYS.toSeconds(count);
        };
    }
}
