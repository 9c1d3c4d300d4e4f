package ai.dropops.load.chaos;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** What systemd is elsewhere: starts each process anew some time after it has ended, however it ended. */
final class Keeper implements AutoCloseable {
    private static final Duration LOOK = Duration.ofMillis(200);
    private static final Duration REST = Duration.ofSeconds(2);

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicInteger starts = new AtomicInteger();
    private volatile boolean closed;

    /** Keeps one process alive by {@code start}, which may fail and is tried again. */
    void keep(BooleanSupplier lives, Runnable start) {
        threads.execute(() -> {
            while (!closed) {
                LockSupport.parkNanos(LOOK.toNanos());
                if (!lives.getAsBoolean()) {
                    LockSupport.parkNanos(REST.toNanos());
                    start(start);
                }
            }
        });
    }

    private void start(Runnable start) {
        if (closed) {
            return;
        }
        starts.incrementAndGet();
        try {
            start.run();
        } catch (RuntimeException | AssertionError e) {
            System.out.println("  a start failed and is tried again: "
                    + String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
        }
    }

    int starts() {
        return starts.get();
    }

    @Override
    public void close() {
        closed = true;
        threads.close();
    }
}
