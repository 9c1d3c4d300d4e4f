package ai.dropops.cli;

import ai.dropops.cli.connect.Problem;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.time.format.DateTimeParseException;

/** When something has to be done, as it is said on a command line: a time of day here, a moment, or how long it may take. */
record Deadline(String said) {
    /** How many seconds after {@code now} it is; a time of day that is over today means tomorrow's. */
    long secondsFrom(ZonedDateTime now) {
        long seconds = Duration.between(now, moment(now)).toSeconds();
        if (seconds < 1) {
            throw Problem.badInput(said + " is over", "say a time to come").refused();
        }
        return seconds;
    }

    private ZonedDateTime moment(ZonedDateTime now) {
        try {
            if (said.contains("T")) {
                return Instant.parse(said).atZone(now.getZone());
            }
            var today = now.with(LocalTime.parse(said));
            return today.isAfter(now) ? today : today.plusDays(1);
        } catch (DateTimeParseException e) {
            throw Problem.badInput(said + " is no time", "say it like 30m, 2h, 18:00 or 2027-01-31T18:00:00Z")
                    .refused();
        }
    }
}
