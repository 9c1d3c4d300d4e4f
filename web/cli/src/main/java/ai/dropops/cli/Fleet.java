package ai.dropops.cli;

import ai.dropops.cli.connect.ControlPlane;
import ai.dropops.cli.connect.Problem;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** The operators of the workspace, all of them, as the control plane lists them. */
record Fleet(List<JsonNode> operators) {
    private static final int PAGE = 1000;

    Fleet {
        operators = List.copyOf(operators);
    }

    static Fleet of(ControlPlane controlPlane) {
        return of(controlPlane, "");
    }

    /** @param status only those with this status; empty for all */
    static Fleet of(ControlPlane controlPlane, String status) {
        String filter = status.isEmpty() ? "" : "&status=" + ControlPlane.encoded(status);
        var operators = new ArrayList<JsonNode>();
        String after = "0";
        while (!after.isEmpty()) {
            JsonNode page = controlPlane.get("/operators?limit=" + PAGE + "&after=" + after + filter);
            page.path("operators").forEach(operators::add);
            after = page.path("next").asText("");
        }
        return new Fleet(operators);
    }

    /**
     * The operators {@code targets} name, in that order and each once.
     *
     * @param targets names, host names, ids and indexes, also several separated by commas; or {@code all}
     * @param all which operators {@code all} means
     */
    Collection<JsonNode> named(List<String> targets, Predicate<JsonNode> all) {
        Map<String, JsonNode> named = new LinkedHashMap<>();
        for (String target : targets) {
            for (String name : target.split(",", -1)) {
                matching(name.strip(), all)
                        .forEach(operator -> named.put(operator.path("id").asText(), operator));
            }
        }
        return named.values();
    }

    /** The one operator {@code name} names. */
    JsonNode one(String name) {
        List<JsonNode> found = matching(name, _ -> false);
        if (found.size() != 1) {
            throw Problem.badInput("'" + name + "' names " + found.size() + " operators", "use its id or index")
                    .refused();
        }
        return found.getFirst();
    }

    private List<JsonNode> matching(String name, Predicate<JsonNode> all) {
        if (name.equals("all")) {
            return operators.stream().filter(all).toList();
        }
        List<JsonNode> found = operators.stream()
                .filter(operator -> operator.path("id").asText().equals(name)
                        || operator.path("index").asText().equals(name)
                        || operator.path("name").asText().equals(name)
                        || operator.path("host").path("hostname").asText("").equals(name))
                .toList();
        if (found.isEmpty()) {
            throw Problem.badInput("no operator is called '" + name + "'", "dropops operators lists them")
                    .refused();
        }
        return found;
    }
}
