package ai.dropops.cli.print;

import java.time.Duration;
import java.time.Instant;

/** Spans of time as people say them. */
public final class Ago {
    private static final long MINUTE = 60;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;
    private static final double MILLIS = 1000.0;

    private Ago() {}

    /** How long before {@code now} something was; "–" when it never was. */
    public static String of(String time, Instant now) {
        if (time.isEmpty()) {
            return "–";
        }
        long seconds = Math.max(0, Duration.between(Instant.parse(time), now).toSeconds());
        if (seconds < 2 * MINUTE) {
            return seconds + " s ago";
        }
        if (seconds < 2 * HOUR) {
            return seconds / MINUTE + " min ago";
        }
        return seconds < 2 * DAY ? seconds / HOUR + " h ago" : seconds / DAY + " d ago";
    }

    /** A duration with as many digits as matter. */
    public static String length(long millis) {
        if (millis < MILLIS) {
            return millis + " ms";
        }
        if (millis < 2 * MINUTE * MILLIS) {
            return "%.1f s".formatted(millis / MILLIS);
        }
        long seconds = millis / (long) MILLIS;
        return "%d min %02d s".formatted(seconds / MINUTE, seconds % MINUTE);
    }
}
