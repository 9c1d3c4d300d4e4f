package ai.dropops.cli;

import com.fasterxml.jackson.databind.JsonNode;

/** Shows a key that is shown this once only. */
final class NewKey {
    private NewKey() {}

    static int show(JsonNode keyed, DropOps dropOps) {
        dropOps.show(keyed, () -> {
            var screen = dropOps.screen();
            var operator = keyed.path("operator");
            screen.line("Operator  " + operator.path("name").asText() + "  "
                    + operator.path("id").asText());
            screen.line("API key   " + keyed.path("apiKey").asText());
            screen.line("Install   " + keyed.path("installCommand").asText());
            screen.note("the key is shown this once; run the install line on the host");
        });
        return ExitCode.OK;
    }
}
