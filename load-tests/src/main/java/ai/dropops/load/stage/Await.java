package ai.dropops.load.stage;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Patience with a limit: looks again every 20 ms until something holds. */
public final class Await {
    public static final Duration LIMIT = Duration.ofSeconds(90);

    private static final Duration PAUSE = Duration.ofMillis(20);

    private Await() {}

    /** Returns once {@code holds}; an AssertionError that names {@code what} after {@link #LIMIT}. */
    public static void until(String what, BooleanSupplier holds) {
        until(what, LIMIT, holds);
    }

    public static void until(String what, Duration limit, BooleanSupplier holds) {
        some(what, limit, () -> holds.getAsBoolean() ? Optional.of(true) : Optional.empty());
    }

    /** Whether {@code holds} comes to hold before the limit. */
    public static boolean happens(Duration limit, BooleanSupplier holds) {
        return look(limit, () -> holds.getAsBoolean() ? Optional.of(true) : Optional.empty())
                .isPresent();
    }

    /** The first answer that is present; an AssertionError that names {@code what} after the limit. */
    public static <T> T some(String what, Duration limit, Supplier<Optional<T>> look) {
        return look(limit, look)
                .orElseThrow(() -> new AssertionError("waited " + limit.toSeconds() + " s in vain until " + what));
    }

    private static <T> Optional<T> look(Duration limit, Supplier<Optional<T>> look) {
        long end = System.nanoTime() + limit.toNanos();
        while (true) {
            Optional<T> seen = look.get();
            if (seen.isPresent() || System.nanoTime() > end) {
                return seen;
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }
}
