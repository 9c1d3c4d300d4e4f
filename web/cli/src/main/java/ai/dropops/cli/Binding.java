package ai.dropops.cli;

import ai.dropops.cli.connect.ControlPlane;
import ai.dropops.cli.connect.Json;
import ai.dropops.cli.connect.Problem;
import ai.dropops.cli.connect.Refused;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;

/**
 * One change of which operators are bound to a session.
 *
 * @param verb the last word of the API's path
 * @param done what was done to an operator, for people
 * @param all which operators {@code all} means
 */
record Binding(String verb, String done, Predicate<JsonNode> all) {
    static final Binding BIND = new Binding("bind", "bound", Binding::isFree);
    static final Binding UNBIND = new Binding(
            "unbind", "unbound", operator -> operator.path("boundToMe").asBoolean());

    /** Changes each named operator, however it goes with the others, and answers the exit code. */
    int change(List<String> targets, DropOps dropOps) {
        ControlPlane controlPlane = dropOps.controlPlane();
        Collection<JsonNode> operators = Fleet.of(controlPlane).named(targets, all);
        var changed = Json.array();
        int refused = 0;
        for (JsonNode operator : operators) {
            String name = operator.path("name").asText();
            try {
                changed.add(
                        controlPlane.post("/operators/" + operator.path("id").asText() + "/" + verb));
                if (!dropOps.wantsJson()) {
                    dropOps.screen().line(done + " " + name);
                }
            } catch (Refused e) {
                refused++;
                dropOps.screen().note(name + ": " + e.problem().line());
            }
        }
        if (operators.isEmpty()) {
            throw nothingToChange().refused();
        }
        dropOps.show(Json.object().set("operators", changed), () -> {});
        return refused == 0 ? ExitCode.OK : ExitCode.ERROR;
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
