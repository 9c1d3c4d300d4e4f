package ai.dropops.load.scenario;

import ai.dropops.load.stage.Vitals;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** A look at the resident memory of one process every quarter of a second, until it is closed. */
final class Watch implements AutoCloseable {
    private static final Duration PERIOD = Duration.ofMillis(250);

    private final long pid;
    private final long first;
    private final Thread looker;
    private volatile long peak;
    private volatile long last;
    private volatile boolean closed;

    Watch(long pid) {
        this.pid = pid;
        this.first = Vitals.of(pid).residentKb();
        this.peak = first;
        this.last = first;
        this.looker = Thread.ofVirtual().start(this::look);
    }

    private void look() {
        while (!closed) {
            last = Vitals.of(pid).residentKb();
            peak = Math.max(peak, last);
            LockSupport.parkNanos(PERIOD.toNanos());
        }
    }

    double firstMb() {
        return first / 1e3;
    }

    double peakMb() {
        return peak / 1e3;
    }

    double lastMb() {
        return last / 1e3;
    }

    @Override
    public void close() {
        closed = true;
        try {
            looker.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
