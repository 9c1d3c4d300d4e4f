package ai.dropops.cli;

import ai.dropops.cli.connect.ControlPlane;
import ai.dropops.cli.connect.Json;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Changes labels of operators. */
@Command(
        name = "label",
        description = "Give operators labels, or take them away; a TARGET can ask for them: role=web & !zone=eu-*.")
final class LabelOperator implements Callable<Integer> {
    /** What names of operators have not. */
    private static final Pattern SET = Pattern.compile("[=*?!&|()@\"]");

    private final DropOps dropOps;

    @Parameters(
            index = "0",
            paramLabel = "TARGET",
            description = "as in run --on, over every enrolled operator; a slot without one by name, id or index")
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
        return SET.matcher(target).find() || target.strip().equals("all")
                ? labelSet(controlPlane)
                : labelNamed(controlPlane);
    }

    /** All that the control plane takes the target for, in one call. */
    private int labelSet(ControlPlane controlPlane) {
        ObjectNode wanted = Json.object().put("targets", target);
        ObjectNode labels = Json.object();
        ArrayNode removed = Json.array();
        for (String change : changes) {
            if (takesAway(change)) {
                removed.add(change.substring(0, change.length() - 1));
            } else {
                Labels.put(change, labels);
            }
        }
        wanted.set("labels", labels);
        wanted.set("remove", removed);
        JsonNode answer = controlPlane.post("/operators/label", wanted);
        dropOps.show(answer, () -> {
            int changed = answer.path("changed").size();
            dropOps.screen().line(changed == 1 ? "1 operator labelled" : changed + " operators labelled");
        });
        JsonNode refused = answer.path("refused");
        refused.forEach(left -> dropOps.screen()
                .note(left.path("operator").asText() + ": "
                        + left.path("detail").asText()));
        return refused.isEmpty() ? ExitCode.OK : ExitCode.ERROR;
    }

    private int labelNamed(ControlPlane controlPlane) {
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

    private static boolean takesAway(String change) {
        return change.endsWith("-") && change.indexOf('=') < 0;
    }

    private static void apply(String change, ObjectNode labels) {
        if (takesAway(change)) {
            labels.remove(change.substring(0, change.length() - 1));
        } else {
            Labels.put(change, labels);
        }
    }
}
