package ai.dropops.web.auth;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** How often each address presented something wrong lately, and whether it has to wait. */
public final class FailedSignIns {
    private static final int ALLOWED = 10;
    private static final Duration WINDOW = Duration.ofMinutes(1);
    private static final int REMEMBERED = 10_000;

    private record Count(Instant since, int failures) {}

    private final Clock clock;
    private final Map<String, Count> byAddress = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Count> eldest) {
            return size() > REMEMBERED;
        }
    };

    public FailedSignIns(Clock clock) {
        this.clock = clock;
    }

    public synchronized void count(String address) {
        Instant now = clock.instant();
        byAddress.merge(
                address,
                new Count(now, 1),
                (old, fresh) -> isOver(old, now) ? fresh : new Count(old.since(), old.failures() + 1));
    }

    public synchronized boolean mustWait(String address) {
        Count count = byAddress.get(address);
        return count != null && count.failures() >= ALLOWED && !isOver(count, clock.instant());
    }

    private static boolean isOver(Count count, Instant now) {
        return now.isAfter(count.since().plus(WINDOW));
    }
}
