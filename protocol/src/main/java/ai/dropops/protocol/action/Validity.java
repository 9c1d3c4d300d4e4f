package ai.dropops.protocol.action;

import java.time.Duration;
import java.time.Instant;

/** When a permit for a proposal may be used, in whole milliseconds, both ends included. */
public record Validity(Instant notBefore, Instant notAfter) {
    /** How far two clocks may stand apart before they are refused. */
    public static final Duration SKEW = Duration.ofMinutes(5);

    public Validity {
        notBefore = Instant.ofEpochMilli(notBefore.toEpochMilli());
        notAfter = Instant.ofEpochMilli(notAfter.toEpochMilli());
        if (!notAfter.isAfter(notBefore)) {
            throw new IllegalArgumentException("a validity must end after it begins");
        }
    }

    /** Whether a host whose clock says {@code now} may act, its clock being off by up to {@link #SKEW} at the beginning. */
    public boolean covers(Instant now) {
        return !now.isBefore(notBefore.minus(SKEW)) && !now.isAfter(notAfter);
    }
}
