package ai.dropops.web.link;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** How often enrolment failed lately from each address (each /64 of IPv6), and how long one that tried too often waits. */
final class FailedEnrolments {
    private static final int REMEMBERED = 10_000;
    private static final int PREFIX_BYTES = 8;

    private record Count(Instant since, int failures) {}

    private final int allowed;
    private final Duration window;
    private final Clock clock;
    private final Map<String, Count> byAddress = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Count> eldest) {
            return size() > REMEMBERED;
        }
    };

    FailedEnrolments(LinkSettings.Enrolment settings, Clock clock) {
        this.allowed = settings.failures();
        this.window = settings.window();
        this.clock = clock;
    }

    synchronized void count(InetAddress address) {
        Instant now = clock.instant();
        byAddress.merge(
                key(address),
                new Count(now, 1),
                (old, fresh) -> isOver(old, now) ? fresh : new Count(old.since(), old.failures() + 1));
    }

    /** How long the address has to wait before it may try again, if it has to. */
    synchronized Optional<Duration> wait(InetAddress address) {
        Instant now = clock.instant();
        return Optional.ofNullable(byAddress.get(key(address)))
                .filter(count -> count.failures() >= allowed && !isOver(count, now))
                .map(count -> Duration.between(now, count.since().plus(window)));
    }

    private boolean isOver(Count count, Instant now) {
        return now.isAfter(count.since().plus(window));
    }

    private static String key(InetAddress address) {
        byte[] bytes = address.getAddress();
        return HexFormat.of().formatHex(address instanceof Inet6Address ? Arrays.copyOf(bytes, PREFIX_BYTES) : bytes);
    }
}
