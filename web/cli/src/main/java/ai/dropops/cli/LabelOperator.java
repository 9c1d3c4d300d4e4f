package ai.dropops.cli;

import ai.dropops.cli.connect.ControlPlane;
import ai.dropops.cli.connect.Json;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Changes labels of operators. */
@Command(
        name = "label",
        description = "Give operators labels, or take them away; a TARGET can ask for them: role=web & !zone=eu-*.")
final class LabelOperator implements Callable<Integer> {
    private final DropOps dropOps;

    @Parameters(index = "0", paramLabel = "TARGET", description = "name, host name, id, index or all, with commas")
    private String target = "";

    @Parameters(
            index = "1..*",
            arity = "1..*",
            paramLabel = "LABEL",
            description = "KEY=VALUE gives a label, KEY- takes it away")
    private List<String> changes = List.of();

    LabelOperator(DropOps dropOps) {
        this.dropOps = dropOps;
    }

    @Override
    public Integer call() {
        ControlPlane controlPlane = dropOps.controlPlane();
        var answers = Json.array();
        for (JsonNode operator : Fleet.of(controlPlane).named(List.of(target), _ -> true)) {
            ObjectNode wanted = Json.object();
            ObjectNode labels = wanted.putObject("labels");
            labels.setAll((ObjectNode) operator.required("labels"));
            changes.forEach(change -> apply(change, labels));
            JsonNode answer =
                    controlPlane.put("/operators/" + operator.path("id").asText() + "/labels", wanted);
            answers.add(answer);
            if (!dropOps.wantsJson()) {
                dropOps.screen().line((answer.path("name").asText() + "  " + Labels.of(answer)).strip());
            }
        }
        dropOps.show(Json.object().set("operators", answers), () -> {});
        return ExitCode.OK;
    }

    private static void apply(String change, ObjectNode labels) {
        if (change.endsWith("-") && change.indexOf('=') < 0) {
            labels.remove(change.substring(0, change.length() - 1));
        } else {
            Labels.put(change, labels);
        }
    }
}
