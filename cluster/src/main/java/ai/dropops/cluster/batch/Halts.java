package ai.dropops.cluster.batch;

import ai.dropops.persistence.view.WaveProgress.GoAhead;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a batch has halted between its waves, and who has let it go on.
 *
 * @param before the wave before which it halted last, counted from 0; 0 when it never has
 * @param since when that was
 */
record Halts(int before, Instant since, List<GoAhead> goAheads) {
    Halts {
        goAheads = List.copyOf(goAheads);
    }

    static Halts none() {
        return new Halts(0, Instant.EPOCH, List.of());
    }

    Halts halted(int before, Instant since) {
        return new Halts(before, since, goAheads);
    }

    Halts with(GoAhead goAhead) {
        var more = new ArrayList<>(goAheads);
        more.add(goAhead);
        return new Halts(before, since, more);
    }

    /** Whether somebody has let {@code wave} begin, counted from 0. */
    boolean isLetBegin(int wave) {
        return goAheads.stream().anyMatch(goAhead -> goAhead.wave() == wave + 1);
    }
}
