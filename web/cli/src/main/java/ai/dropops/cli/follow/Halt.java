package ai.dropops.cli.follow;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * A batch between two of its waves.
 *
 * @param wave the one that is to begin, counted from 1
 * @param waves how many there are
 * @param hosts how many that wave has
 * @param until when its pause is over, as ISO-8601 text
 * @param asks whether somebody's word is waited for
 */
public record Halt(int wave, int waves, int hosts, String until, boolean asks) {
    /** Where {@code batch} halts, if it does. */
    public static Optional<Halt> of(JsonNode batch) {
        JsonNode waves = batch.path("waves");
        JsonNode halt = waves.path("halt");
        return halt.isObject()
                ? Optional.of(new Halt(
                        waves.path("begun").asInt() + 1,
                        waves.path("count").asInt(),
                        halt.path("hosts").asInt(),
                        halt.path("until").asText(),
                        halt.path("asks").asBoolean()))
                : Optional.empty();
    }

    /** What comes next: {@code wave 2 of 4, the next 10 hosts}. */
    public String next() {
        return "wave " + wave + " of " + waves + ", the next " + (hosts == 1 ? "host" : hosts + " hosts");
    }
}
