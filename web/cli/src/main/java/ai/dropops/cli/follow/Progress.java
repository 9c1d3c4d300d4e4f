package ai.dropops.cli.follow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What has been told of a batch so far. */
public final class Progress {
    private final Map<String, Integer> indexes = new LinkedHashMap<>();
    private final Map<Integer, Execution> executions = new TreeMap<>();
    private JsonNode batch = MissingNode.getInstance();
    private String end = "";

    public void hear(BatchEvent event) {
        switch (event) {
            case BatchEvent.Whole(var json) -> {
                batch = json;
                json.path("executions").forEach(this::put);
            }
            case BatchEvent.Changed(var json) -> put(json);
            case BatchEvent.End(var state) -> end = state;
            case BatchEvent.Output _, BatchEvent.Gap _ -> {}
        }
    }

    private void put(JsonNode json) {
        var execution = Execution.of(json);
        indexes.put(execution.id(), execution.index());
        executions.put(execution.index(), execution);
    }

    /** In the order of their indexes. */
    public Collection<Execution> executions() {
        return executions.values();
    }

    public Optional<Execution> execution(String id) {
        return Optional.ofNullable(indexes.get(id)).map(executions::get);
    }

    /** The batch as it was told last. */
    public JsonNode batch() {
        return batch;
    }

    /** The state the batch ended in, empty before that. */
    public String end() {
        return end;
    }

    /** The name of an execution's host; with the operator's own name where several run on one host. */
    public String label(Execution execution) {
        String host = execution.hostname().isEmpty() ? execution.name() : execution.hostname();
        long sharing = executions.values().stream()
                .filter(other -> other.hostname().equals(execution.hostname()))
                .count();
        return sharing > 1 && !execution.name().equals(host) ? host + " (" + execution.name() + ")" : host;
    }
}
