package ai.dropops.load.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What the control plane says became of a batch. */
record Account(String state, int targets, Map<String, Integer> counts, List<Part> parts) {
    private static final Set<String> ENDED = Set.of("COMPLETED", "FAILED", "STOPPED", "CANCELLED");

    /** One host's part in it. */
    record Part(String execution, String operator, String state) {
        boolean isFinished() {
            return state.equals("FINISHED");
        }
    }

    Account {
        counts = Map.copyOf(counts);
        parts = List.copyOf(parts);
    }

    /** The account in the API's words. */
    static Account of(JsonNode batch) {
        return new Account(
                batch.required("state").asText(),
                batch.required("targetCount").asInt(),
                batch.required("counts")
                        .propertyStream()
                        .collect(Collectors.toMap(
                                Map.Entry::getKey, count -> count.getValue().asInt())),
                batch.required("executions")
                        .valueStream()
                        .map(part -> new Part(
                                part.required("id").asText(),
                                part.required("operatorId").asText(),
                                part.required("state").asText()))
                        .toList());
    }

    boolean hasEnded() {
        return ENDED.contains(state);
    }

    long finished() {
        return parts.stream().filter(Part::isFinished).count();
    }
}
