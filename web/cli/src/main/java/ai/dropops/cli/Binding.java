package ai.dropops.cli;

import ai.dropops.cli.connect.ControlPlane;
import ai.dropops.cli.connect.Json;
import ai.dropops.cli.connect.Problem;
import ai.dropops.cli.print.Screen;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * One change of which operators are bound to a session.
 *
 * @param verb the last word of the API's path
 * @param done what was done to an operator, for people
 * @param all which operators {@code all} means
 */
record Binding(String verb, String done, Predicate<JsonNode> all) {
    private static final int AT_ONCE = 1000;
    private static final int FEW = 20;

    static final Binding BIND = new Binding("bind", "bound", Binding::isFree);
    static final Binding UNBIND = new Binding(
            "unbind", "unbound", operator -> operator.path("boundToMe").asBoolean());

    /** Changes each named operator, however it goes with the others, and answers the exit code. */
    int change(List<String> targets, DropOps dropOps) {
        ControlPlane controlPlane = dropOps.controlPlane();
        List<JsonNode> operators = List.copyOf(Fleet.of(controlPlane).named(targets, all));
        if (operators.isEmpty()) {
            throw nothingToChange().refused();
        }
        Map<String, String> names = new HashMap<>();
        operators.forEach(operator ->
                names.put(operator.path("id").asText(), operator.path("name").asText()));
        ArrayNode changed = Json.array();
        ArrayNode refused = Json.array();
        for (int from = 0; from < operators.size(); from += AT_ONCE) {
            var wanted = Json.object();
            operators
                    .subList(from, Math.min(operators.size(), from + AT_ONCE))
                    .forEach(operator -> wanted.withArray("operators")
                            .add(operator.path("id").asText()));
            JsonNode answer = controlPlane.post("/operators/" + verb, wanted);
            changed.addAll((ArrayNode) answer.required("changed"));
            refused.addAll((ArrayNode) answer.required("refused"));
        }
        dropOps.show(
                Json.object().<ObjectNode>set("changed", changed).set("refused", refused),
                () -> tell(changed, names, dropOps.screen()));
        refused.forEach(each -> dropOps.screen()
                .note(names.get(each.path("operator").asText()) + ": "
                        + problem(each).line()));
        return refused.isEmpty() ? ExitCode.OK : ExitCode.ERROR;
    }

    private void tell(ArrayNode changed, Map<String, String> names, Screen screen) {
        if (changed.size() > FEW) {
            screen.line("%s %,d operators".formatted(done, changed.size()));
        } else {
            changed.forEach(id -> screen.line(done + " " + names.get(id.asText())));
        }
    }

    private static Problem problem(JsonNode refused) {
        return new Problem(
                0,
                refused.path("code").asText(),
                refused.path("detail").asText(),
                refused.path("advice").asText());
    }

    private Problem nothingToChange() {
        return verb.equals("bind")
                ? new Problem(
                        0, "nothing-to-bind", "no operator is free to be bound", "dropops operators lists them all")
                : new Problem(0, "nothing-to-unbind", "no operator is bound to your session", "");
    }

    private static boolean isFree(JsonNode operator) {
        return switch (operator.path("status").asText()) {
            case "ACTIVE", "OFFLINE" -> true;
            case "BOUND", "STALE" -> operator.path("boundToMe").asBoolean();
            default -> false;
        };
    }
}
