package ai.dropops.cli;

import ai.dropops.cli.connect.ControlPlane;
import ai.dropops.cli.connect.Json;
import ai.dropops.cli.connect.Problem;
import ai.dropops.cli.print.Colour;
import ai.dropops.cli.print.Visible;
import ai.dropops.protocol.action.Action.RunCommand;
import ai.dropops.protocol.guard.Explanation;
import ai.dropops.protocol.guard.Guard;
import ai.dropops.protocol.guard.Policy;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Says what would become of commands, and why. */
@Command(
        name = "explain",
        description = {
            "Say what would become of a command, without proposing or running it.",
            "Without CMD, commands are read from standard input, one a line.",
            "Without --on, no control plane is needed: the default policy and a solo host whose",
            "kernel enforces everything are taken."
        })
final class Explain implements Callable<Integer> {
    private final DropOps dropOps;
    private final InputStream standardInput;

    @Option(
            names = "--on",
            paramLabel = "TARGET",
            description =
                    "judge for these hosts, by the policy of the workspace: names, host names, ids, indexes, or all")
    private String on = "";

    @Parameters(paramLabel = "CMD", arity = "0..*", description = "the command")
    private List<String> command = List.of();

    Explain(DropOps dropOps, InputStream standardInput) {
        this.dropOps = dropOps;
        this.standardInput = standardInput;
    }

    @Override
    public Integer call() throws IOException {
        Function<String, JsonNode> judging = on.isEmpty() ? Explain::here : there(dropOps.controlPlane());
        if (on.isEmpty() && !dropOps.wantsJson()) {
            dropOps.screen().note("judged by the default policy, for a solo host whose kernel enforces everything");
        }
        if (!command.isEmpty()) {
            show(judging.apply(ShellText.of(command)));
            return ExitCode.OK;
        }
        var lines = new BufferedReader(new InputStreamReader(standardInput, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (!line.isBlank()) {
                show(judging.apply(line));
            }
        }
        return ExitCode.OK;
    }

    private static JsonNode here(String command) {
        try {
            var verdict = Guard.judge(RunCommand.of(command), OwnJudgement.IDEAL, Policy.defaults());
            return Json.of(Explanation.of(command, verdict));
        } catch (IllegalArgumentException e) {
            throw Problem.badInput(String.valueOf(e.getMessage()), "").refused();
        }
    }

    private Function<String, JsonNode> there(ControlPlane controlPlane) {
        return command -> controlPlane.post(
                "/explain", Json.object().put("command", command).put("targets", on));
    }

    private void show(JsonNode explanation) {
        dropOps.show(explanation, () -> print(explanation));
    }

    private void print(JsonNode explanation) {
        var screen = dropOps.screen();
        String verdict = explanation.path("verdict").asText();
        screen.line(screen.painted(verdict, colour(verdict)) + risk(explanation) + "  "
                + Visible.line(explanation.path("command").asText()));
        explanation.path("effects").forEach(effect -> screen.line("  it " + Visible.line(effect.asText())));
        explanation.path("reasons").forEach(reason -> screen.line("  because " + Visible.line(reason.asText())));
        if (!explanation.path("profile").isNull()) {
            screen.line("  " + Confined.inWords(explanation.path("profile").asText()));
        }
    }

    private static String risk(JsonNode explanation) {
        return explanation.path("verdict").asText().equals("ask")
                ? " " + explanation.path("risk").asText()
                : "";
    }

    private static Colour colour(String verdict) {
        return switch (verdict) {
            case "allow" -> Colour.GOOD;
            case "ask" -> Colour.WARNING;
            default -> Colour.BAD;
        };
    }
}
