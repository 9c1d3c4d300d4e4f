package ai.dropops.cli;

import ai.dropops.cli.connect.ControlPlane;
import ai.dropops.cli.connect.Json;
import ai.dropops.cli.connect.Problem;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Proposes a command, waits for the decision and shows what becomes of it. */
@Command(
        name = "run",
        description = {
            "Run a command on hosts, once it is approved.",
            "One CMD is shell text as it is; several are a program and its arguments."
        })
final class Run implements Callable<Integer> {
    private final DropOps dropOps;

    @Option(
            names = "--on",
            paramLabel = "TARGET",
            required = true,
            description = "all, names, ids, indexes, web-*, role=web, os=linux, @group; joined by & | ! ( ) and commas")
    private String on = "";

    @Option(
            names = "--expect",
            paramLabel = "N",
            description = "how many hosts TARGET has to mean; otherwise nothing is asked")
    private @Nullable Integer expect;

    @Mixin
    private final Pacing pacing = new Pacing();

    @Mixin
    private final OwnDecision decision = new OwnDecision();

    @Option(names = "--yes", description = "with --key: sign this command without being asked once more")
    private boolean yes;

    @Option(names = "--cwd", paramLabel = "DIR", description = "the folder on the host to run it in")
    private String cwd = "";

    @Option(names = "--env", paramLabel = "K=V", description = "a variable for the command")
    private List<String> env = List.of();

    @Parameters(paramLabel = "CMD", arity = "1..*", description = "the command")
    private List<String> command = List.of();

    Run(DropOps dropOps) {
        this.dropOps = dropOps;
    }

    @Override
    public Integer call() {
        if (yes && !decision.isSigned()) {
            throw Problem.badInput("--yes goes with --key", "").refused();
        }
        ControlPlane controlPlane = dropOps.controlPlane();
        JsonNode proposed = decision.propose(proposal(), yes, dropOps, controlPlane);
        return new Following(dropOps, controlPlane, proposed).toTheEnd();
    }

    private ObjectNode proposal() {
        var variables = new LinkedHashMap<String, String>();
        env.forEach(variable -> put(variables, variable));
        var proposal = decision.about(on, action(ShellText.of(command), cwd, variables));
        if (expect != null) {
            proposal.put("expect", expect);
        }
        pacing.addTo(proposal);
        return proposal;
    }

    /** The API's form of a command. */
    static ObjectNode action(String command, String cwd, Map<String, String> env) {
        var action = Json.object().put("type", "run-command").put("command", command);
        if (!cwd.isEmpty()) {
            action.put("cwd", cwd);
        }
        if (!env.isEmpty()) {
            env.forEach(action.putObject("env")::put);
        }
        return action;
    }

    private static void put(Map<String, String> variables, String variable) {
        int equals = variable.indexOf('=');
        if (equals < 1) {
            throw Problem.badInput("--env " + variable + " is not of the form NAME=VALUE", "")
                    .refused();
        }
        variables.put(variable.substring(0, equals), variable.substring(equals + 1));
    }
}
