package ai.dropops.web.api;

import ai.dropops.persistence.view.WaveProgress.Halt;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How far a batch has come in its waves, counted from 1. */
record WavesJson(int count, int begun, @Nullable Halt halt, List<GoAhead> goAheads) {
    /** Who let a wave begin, and where from. */
    record GoAhead(int wave, Who by, Instant at, String address) {}
}
