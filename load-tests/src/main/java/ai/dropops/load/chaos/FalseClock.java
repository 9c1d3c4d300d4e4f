package ai.dropops.load.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** The clock of one process, set by libfaketime through a file; no other process sees it. */
final class FalseClock {
    private static final Path LIBRARY = Path.of("/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1");

    private final Path file;

    FalseClock(Path file) {
        this.file = file;
        jump(Duration.ZERO);
    }

    static boolean isPossible() {
        return Files.exists(LIBRARY);
    }

    /** What the process is started with; its monotonic clock stays true. */
    Map<String, String> environment() {
        return Map.of(
                "LD_PRELOAD", LIBRARY.toString(),
                "FAKETIME_TIMESTAMP_FILE", file.toString(),
                "FAKETIME_DONT_FAKE_MONOTONIC", "1",
                // a JVM's waits go by the monotonic clock, and would be over at once were they put right once more
                "FAKETIME_FORCE_MONOTONIC_FIX", "0",
                "FAKETIME_CACHE_DURATION", "1");
    }

    /** Sets the clock apart from the true one by {@code offset}, within a second. */
    void jump(Duration offset) {
        try {
            Files.writeString(file, "%+d%n".formatted(offset.toSeconds()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
