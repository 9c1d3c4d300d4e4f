package ai.dropops.load.scenario;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The {@code --name value} pairs of a command line. */
final class Options {
    private final Map<String, String> values = new HashMap<>();

    private Options() {}

    /** The options in {@code arguments}; one that is not among {@code known} is an IllegalArgumentException. */
    static Options parse(List<String> arguments, List<String> known) {
        var options = new Options();
        for (int i = 0; i < arguments.size(); i += 2) {
            String name = arguments.get(i);
            if (!known.contains(name) || i + 1 == arguments.size()) {
                throw new IllegalArgumentException("options are: " + String.join(" ", known) + ", each with a value");
            }
            options.values.put(name, arguments.get(i + 1));
        }
        return options;
    }

    String text(String name, String otherwise) {
        return values.getOrDefault(name, otherwise);
    }

    int number(String name, int otherwise) {
        String value = values.get(name);
        return value == null ? otherwise : Integer.parseInt(value);
    }
}
