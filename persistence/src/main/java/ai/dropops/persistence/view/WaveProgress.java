package ai.dropops.persistence.view;

import ai.dropops.protocol.identity.MemberId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far a batch has come in its waves, which are counted from 1 here.
 *
 * @param count how many there are
 * @param begun how many have begun
 * @param halt null unless it waits between two of them
 * @param goAheads who let which of them begin, the first first
 */
public record WaveProgress(int count, int begun, @Nullable Halt halt, List<GoAhead> goAheads) {
    /**
     * A batch between two waves.
     *
     * @param hosts how many the next wave has
     * @param until when its pause is over; the same as {@code since} where there is none
     * @param asks whether somebody's word is still waited for
     */
    public record Halt(int hosts, Instant since, Instant until, boolean asks) {}

    /**
     * A member's word that a wave may begin.
     *
     * @param address where the request came from
     */
    public record GoAhead(int wave, MemberId by, String address, Instant at) {}

    public WaveProgress {
        goAheads = List.copyOf(goAheads);
    }

    /** Nothing has begun. */
    public static WaveProgress none(int count) {
        return new WaveProgress(count, 0, null, List.of());
    }
}
