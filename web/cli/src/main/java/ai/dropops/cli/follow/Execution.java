package ai.dropops.cli.follow;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.OptionalInt;

/** One host's part in a batch, as far as it is known. */
public record Execution(
        String id,
        int index,
        String name,
        String hostname,
        String state,
        OptionalInt exitCode,
        String message,
        long stdoutBytes,
        long stderrBytes) {

    public static Execution of(JsonNode json) {
        JsonNode exitCode = json.path("exitCode");
        return new Execution(
                json.path("id").asText(),
                json.path("index").asInt(),
                json.path("name").asText(""),
                json.path("hostname").asText(""),
                json.path("state").asText(),
                exitCode.isInt() ? OptionalInt.of(exitCode.asInt()) : OptionalInt.empty(),
                json.path("message").asText(""),
                json.path("stdoutBytes").asLong(),
                json.path("stderrBytes").asLong());
    }

    /** How many bytes the stream {@code stdout} or {@code stderr} has, once the execution has ended. */
    public long bytes(String stream) {
        return stream.equals("stdout") ? stdoutBytes : stderrBytes;
    }

    public boolean succeeded() {
        return state.equals("FINISHED") && exitCode.orElse(-1) == 0;
    }

    /** Whether nothing more will become of it. */
    public boolean isFinal() {
        return switch (state) {
            case "FINISHED", "REFUSED", "INTERRUPTED", "VOIDED", "SKIPPED", "UNDELIVERED" -> true;
            default -> false;
        };
    }

    /** Whether a process was started. */
    public boolean hasBegun() {
        return switch (state) {
            case "RUNNING", "FINISHED", "INTERRUPTED" -> true;
            default -> false;
        };
    }

    /** What became of it, in a few words. */
    public String fate() {
        if (state.equals("FINISHED")) {
            return "exited " + exitCode.orElse(-1);
        }
        if (state.equals("UNDELIVERED")) {
            return "not delivered: the host was away";
        }
        return state.toLowerCase(Locale.ROOT) + (message.isEmpty() ? "" : ": " + message);
    }
}
