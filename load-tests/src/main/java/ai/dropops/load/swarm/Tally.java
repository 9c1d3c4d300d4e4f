package ai.dropops.load.swarm;

import ai.dropops.protocol.wire.Frame.Goodbye;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** What the swarm has seen so far, counted. */
public final class Tally {
    private final LongAdder dials = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private final LongAdder welcomes = new LongAdder();
    private final LongAdder closes = new LongAdder();
    private final LongAdder orders = new LongAdder();
    private final LongAdder repeated = new LongAdder();
    private final LongAdder rejected = new LongAdder();
    private final LongAdder kept = new LongAdder();
    private volatile @Nullable Throwable lastFailure;
    private final Map<Goodbye.Code, LongAdder> goodbyes = new ConcurrentHashMap<>();

    void dialled() {
        dials.increment();
    }

    void failed(Throwable cause) {
        failures.increment();
        lastFailure = cause;
    }

    void welcomed() {
        welcomes.increment();
    }

    void closed() {
        closes.increment();
    }

    void ordered() {
        orders.increment();
    }

    void orderedAgain() {
        repeated.increment();
    }

    void wouldNotAct() {
        rejected.increment();
    }

    void reportKept() {
        kept.increment();
    }

    void goodbye(Goodbye.Code code) {
        goodbyes.computeIfAbsent(code, _ -> new LongAdder()).increment();
    }

    /** Links that are open and welcomed now. */
    public long connected() {
        return welcomes.sum() - closes.sum();
    }

    public long dials() {
        return dials.sum();
    }

    public long failures() {
        return failures.sum();
    }

    /** Why a link failed last. */
    public Optional<Throwable> lastFailure() {
        return Optional.ofNullable(lastFailure);
    }

    public long orders() {
        return orders.sum();
    }

    /** Orders whose execution was known already, so that nothing ran a second time. */
    public long repeatedOrders() {
        return repeated.sum();
    }

    /** Orders the operators refused. */
    public long rejectedOrders() {
        return rejected.sum();
    }

    public long reportsKept() {
        return kept.sum();
    }

    @Override
    public String toString() {
        return "%d connected, %d dials, %d failed (last: %s), goodbyes %s"
                .formatted(connected(), dials(), failures(), lastFailure, goodbyes);
    }

    public String goodbyes() {
        return goodbyes.toString();
    }
}
