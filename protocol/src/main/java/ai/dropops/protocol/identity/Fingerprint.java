package ai.dropops.protocol.identity;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.nio.charset.StandardCharsets;

/** What one machine is recognised by: SHA-256 over its machine id, OS, architecture, CPU count and host name. */
public record Fingerprint(@JsonValue Digest digest) {
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public Fingerprint {}

    public static Fingerprint of(String machineId, String os, String arch, int cpuCount, String hostname) {
        String facts =
                String.join("\0", "dropops/fingerprint/1", machineId, os, arch, Integer.toString(cpuCount), hostname);
        return new Fingerprint(Digest.of(facts.getBytes(StandardCharsets.UTF_8)));
    }
}
