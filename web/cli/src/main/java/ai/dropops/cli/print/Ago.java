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
        return about(Duration.between(Instant.parse(time), now)) + " ago";
    }

    /** How long after {@code now} something will be, or before it was. */
    public static String until(String time, Instant now) {
        var left = Duration.between(now, Instant.parse(time));
        return left.isPositive() ? "in " + about(left) : of(time, now);
    }

    private static String about(Duration length) {
        long seconds = Math.max(0, length.toSeconds());
        if (seconds < 2 * MINUTE) {
            return seconds + " s";
        }
        if (seconds < 2 * HOUR) {
            return seconds / MINUTE + " min";
        }
        return seconds < 2 * DAY ? seconds / HOUR + " h" : seconds / DAY + " d";
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
