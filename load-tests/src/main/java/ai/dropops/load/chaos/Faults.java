package ai.dropops.load.chaos;

import ai.dropops.load.stage.Relay;
import ai.dropops.load.stage.Running;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;

/** Everything that may go wrong, one after the other in an order drawn by lot, each healed before the next. */
final class Faults {
    private static final Duration REST = Duration.ofSeconds(3);

    /** Below it every fault lasts a third of the time, so that more kinds find room. */
    private static final Duration SHORT = Duration.ofMinutes(5);

    private static final int HASTE = 3;

    private final Random random;
    private final Duration length;
    private final List<Fault> kinds;
    private final Map<String, Integer> done = new TreeMap<>();

    /** One kind: it strikes, lasts, and is healed when this returns. */
    private record Fault(String name, Runnable strike) {}

    Faults(Ground ground, Random random, Duration length) {
        this.random = random;
        this.length = length;
        var all = new ArrayList<>(List.of(
                new Fault("kill -9 of a node", () -> any(ground.planes()).kill()),
                new Fault(
                        "a node stands still", () -> freeze(any(ground.planes()).process(), 20)),
                new Fault(
                        "kill -9 of a swarm",
                        () -> any(ground.swarms()).process().kill()),
                new Fault(
                        "kill -9 of an operator",
                        () -> any(ground.hosts().operators()).kill()),
                new Fault(
                        "an operator stands still",
                        () -> freeze(any(ground.hosts().operators()).process(), 20)),
                new Fault(
                        "a swarm stands still",
                        () -> freeze(any(ground.swarms()).process(), 20)),
                new Fault("kill -9 of the database", () -> ground.database().killAndRestart(() -> pause(1, 5))),
                new Fault("links to a node are cut", () -> link(any(ground.operatorLinks()), Relay.State.CUT)),
                new Fault("links to a node are slow", () -> link(any(ground.operatorLinks()), Relay.State.SLOW)),
                new Fault("links to a node stall", () -> link(any(ground.operatorLinks()), Relay.State.STALLED)),
                new Fault("a node's database link is cut", () -> link(any(ground.databaseLinks()), Relay.State.CUT)),
                new Fault("a node's database link is slow", () -> link(any(ground.databaseLinks()), Relay.State.SLOW)),
                new Fault(
                        "a node's database link stalls",
                        () -> link(any(ground.databaseLinks()), Relay.State.STALLED))));
        ground.island()
                .ifPresent(island -> all.add(new Fault("a node's cable is pulled", () -> {
                    island.cable(false);
                    pause(3, 30);
                    island.cable(true);
                })));
        ground.nodeClock().ifPresent(clock -> all.add(new Fault("a node's clock jumps", () -> jump(clock))));
        ground.swarmClock().ifPresent(clock -> all.add(new Fault("a swarm's clock jumps", () -> jump(clock))));
        this.kinds = all;
    }

    /** Strikes until the length is over, each kind once before any strikes twice. */
    Map<String, Integer> strike() {
        long end = System.nanoTime() + length.toNanos();
        while (true) {
            Collections.shuffle(kinds, random);
            for (Fault fault : kinds) {
                if (System.nanoTime() > end) {
                    return done;
                }
                System.out.printf("  %d s left: %s%n", (end - System.nanoTime()) / 1_000_000_000L, fault.name());
                fault.strike().run();
                done.merge(fault.name(), 1, Integer::sum);
                park(REST.toMillis());
            }
        }
    }

    private <T> T any(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    private void pause(int fromSeconds, int toSeconds) {
        park(random.nextLong(fromSeconds * 1_000L, toSeconds * 1_000L));
    }

    private void park(long millis) {
        long haste = length.compareTo(SHORT) < 0 ? HASTE : 1;
        LockSupport.parkNanos(Duration.ofMillis(millis / haste).toNanos());
    }

    private void link(Relay relay, Relay.State state) {
        relay.become(state);
        pause(3, 15);
        relay.become(Relay.State.CLEAR);
    }

    private void freeze(Running process, int atMostSeconds) {
        signal("-STOP", process.pid());
        pause(2, atMostSeconds);
        signal("-CONT", process.pid());
    }

    /** By up to ten minutes, forwards or back; more than five and operators and nodes refuse each other. */
    private void jump(FalseClock clock) {
        clock.jump(Duration.ofSeconds(random.nextLong(-600, 600)));
        pause(5, 20);
        clock.jump(Duration.ZERO);
    }

    private static void signal(String signal, long pid) {
        try {
            new ProcessBuilder("kill", signal, Long.toString(pid)).start().waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
