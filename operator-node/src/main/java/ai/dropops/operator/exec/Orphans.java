package ai.dropops.operator.exec;

import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** The processes that lost their parent and became ours: whoever of them ends is reaped, so that none stays a zombie. */
final class Orphans {
    private static final Duration ROUND = Duration.ofSeconds(5);

    private final ScheduledExecutorService rounds = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("orphans").factory());
    private final AtomicBoolean scheduled = new AtomicBoolean();
    /** Zombies of the round before: others wait for the shells and get the first chance. */
    private Set<Integer> before = Set.of();

    /** Begins to look around, if nobody does. */
    void expect() {
        if (scheduled.compareAndSet(false, true)) {
            var _ = rounds.schedule(this::round, ROUND.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void round() {
        scheduled.set(false);
        var zombies = new HashSet<Integer>();
        boolean any = false;
        for (var process : Processes.now().all()) {
            if (process.isOurs()) {
                any = true;
                if (process.isZombie() && !reaped(process.pid())) {
                    zombies.add(process.pid());
                }
            }
        }
        before = zombies;
        if (any) {
            expect();
        }
    }

    private boolean reaped(int pid) {
        if (!before.contains(pid)) {
            return false;
        }
        try {
            Libc.reap(pid);
        } catch (IOException e) {
            // somebody else reaped it
        }
        return true;
    }
}
