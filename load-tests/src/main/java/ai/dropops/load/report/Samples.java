package ai.dropops.load.report;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Durations of one thing done many times. */
public final class Samples {
    private final List<Duration> sorted = new ArrayList<>();

    public void add(Duration sample) {
        sorted.add(sample);
        sorted.sort(null);
    }

    /** The {@code share} quantile, between 0 and 1, in milliseconds. */
    public double millis(double share) {
        int index = Math.min(sorted.size() - 1, (int) (share * sorted.size()));
        return sorted.get(index).toNanos() / 1e6;
    }

    public int count() {
        return sorted.size();
    }
}
