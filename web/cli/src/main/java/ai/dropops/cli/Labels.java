package ai.dropops.cli;

import ai.dropops.cli.connect.Problem;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.stream.Collectors;

/** Labels of operators as they are written here: {@code role=web}. The control plane says what is legal in them. */
final class Labels {
    private Labels() {}

    /** Adds {@code label}, of the form KEY=VALUE, to {@code labels}. */
    static void put(String label, ObjectNode labels) {
        int equals = label.indexOf('=');
        if (equals < 1) {
            throw Problem.badInput("'" + label + "' is no label", "write KEY=VALUE")
                    .refused();
        }
        labels.put(label.substring(0, equals), label.substring(equals + 1));
    }

    /** All labels of {@code operator}, one after the other. */
    static String of(JsonNode operator) {
        return operator.path("labels").properties().stream()
                .map(label -> label.getKey() + "=" + label.getValue().asText())
                .collect(Collectors.joining(" "));
    }
}
