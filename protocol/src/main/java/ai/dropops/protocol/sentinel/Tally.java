package ai.dropops.protocol.sentinel;

import java.util.Map;

/** What a scrubber has seen: how often each kind was replaced (by name, kinds that occurred), and bytes in and out. */
public record Tally(Map<String, Long> replaced, long bytesIn, long bytesOut) {
    public Tally {
        replaced = Map.copyOf(replaced);
    }
}
