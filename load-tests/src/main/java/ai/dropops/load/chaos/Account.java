package ai.dropops.load.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What the control plane says became of a batch. */
record Account(String state, int targets, Map<String, Integer> counts, List<Part> parts) {
    private static final Set<String> ENDED = Set.of("COMPLETED", "FAILED", "STOPPED", "CANCELLED");

    /**
     * One host's part in it.
     *
     * @param cutShort whether its command may have ended before it did anything
     */
    record Part(String execution, String operator, String state, boolean cutShort) {
        private static Part of(JsonNode execution) {
            String state = execution.required("state").asText();
            return new Part(
                    execution.required("id").asText(),
                    execution.required("operatorId").asText(),
                    state,
                    state.equals("INTERRUPTED") || execution.path("exitCode").asInt() != 0);
        }

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
                batch.required("executions").valueStream().map(Part::of).toList());
    }

    boolean hasEnded() {
        return ENDED.contains(state);
    }

    /** Whether it has ended and no host's part in it is unknown. */
    boolean isAnswered() {
        return hasEnded() && counts.getOrDefault("unknown", 0) == 0;
    }

    long finished() {
        return parts.stream().filter(Part::isFinished).count();
    }
}
