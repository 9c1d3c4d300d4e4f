package ai.dropops.cluster.batch;

import static ai.dropops.cluster.batch.BatchStateTest.MEMBER;
import static ai.dropops.cluster.batch.BatchStateTest.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import ai.dropops.cluster.batch.BatchState.Running;
import ai.dropops.persistence.view.BatchStatus;
import ai.dropops.persistence.view.WaveProgress.GoAhead;
import ai.dropops.protocol.action.Limits;
import ai.dropops.protocol.action.Strategy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** Whatever hosts and people answer, in whatever order, a batch keeps to what was approved and comes to its end. */
final class PlanTest {
    private static final Duration PAUSE = Duration.ofSeconds(30);
    private static final int WINDOW = 2000;

    /** A batch and everything that is to happen around it. */
    record Story(Running begun, boolean isCancelled, long seed) {
        private Limits limits() {
            return begun.opening().limits();
        }
    }

    @Property
    void noMoreAreUnderWayThanWereApproved(@ForAll("stories") Story story) {
        new Telling(story).toTheEnd((before, events, after, now) -> {
            assertThat(after.marks().count(Mark.DISPATCHED))
                    .isLessThanOrEqualTo(story.limits().atOnce());
        });
    }

    @Property
    void nobodyStartsOnceTooManyHaveFailed(@ForAll("stories") Story story) {
        new Telling(story).toTheEnd((before, events, after, now) -> {
            int failures = before.marks().failures(before.marks().size());
            int canaries = before.marks().failures(before.opening().waves().canary());
            if (failures > story.limits().failures() || canaries > 0) {
                assertThat(started(events)).isEmpty();
            }
        });
    }

    @Property
    void aWaveStartsOnlyWhenTheOneBeforeIsOverAndWhoeverIsAskedHasSaidSo(@ForAll("stories") Story story) {
        new Telling(story).toTheEnd((before, events, after, now) -> {
            var waves = before.opening().waves();
            var started = started(events);
            if (started.isEmpty()) {
                return;
            }
            assertThat(waves.of(started.getFirst())).isEqualTo(waves.of(started.getLast()));
            int wave = waves.of(started.getFirst());
            if (started.getFirst() == waves.start(wave) && wave > 0) {
                assertThat(before.marks().count(Mark.DISPATCHED)).isZero();
                assertThat(!story.limits().askEachWave() || before.halts().isLetBegin(wave))
                        .isTrue();
                assertThat(story.limits().pause().isZero()
                                || !now.isBefore(before.halts().since().plus(PAUSE)))
                        .isTrue();
            }
        });
    }

    @Property
    void everybodyStartsAtMostOnceAndIsSettledAtTheEnd(@ForAll("stories") Story story) {
        var starts = new int[story.begun().marks().size()];
        var ended = new Telling(story).toTheEnd((before, events, after, now) -> {
            started(events).forEach(index -> starts[index]++);
        });
        assertThat(ended.marks().areAllSettled()).isTrue();
        for (int index = 0; index < starts.length; index++) {
            assertThat(starts[index]).isEqualTo(ended.marks().at(index) == Mark.SKIPPED ? 0 : 1);
        }
        assertThat(ended.status() == BatchStatus.COMPLETED)
                .isEqualTo(ended.marks().count(Mark.SUCCEEDED) == starts.length);
        assertThat(story.isCancelled() || ended.status() != BatchStatus.CANCELLED)
                .isTrue();
    }

    /** Read back from what was stored at any moment, and planned again, it is where it was and does nothing twice. */
    @Property
    void resumedIsUninterrupted(@ForAll("stories") Story story) {
        var stored = new ArrayList<BatchEvent>();
        var interrupted = new Telling(story).toTheEnd((before, events, after, now) -> {
            stored.addAll(events);
            BatchState resumed = story.begun();
            for (BatchEvent event : stored) {
                resumed = resumed.apply(event);
            }
            assertThat(resumed).isEqualTo(after);
            assertThat(Plan.after(after, List.of(), new Plan.Situation(WINDOW, 0, now)))
                    .isEmpty();
        });
        assertThat(interrupted).isEqualTo(new Telling(story).toTheEnd((_, _, _, _) -> {}));
    }

    @Test
    void aFailureAmongTheCanaryStopsAllOthersHoweverManyMayFail() {
        var limits = new Limits(1, 10, 2, 5, Duration.ZERO, false);
        var begun = BatchStateTest.begun(10, Strategy.CANARY, limits);
        var state = apply(begun, List.of(new BatchEvent.Dispatched(List.of(new Range(0, 1)), NOW)));

        var events = Plan.after(
                (Running) state,
                List.of(
                        new BatchEvent.Settled(Mark.SUCCEEDED, List.of(new Range(0, 0)), NOW),
                        new BatchEvent.Settled(Mark.FAILED, List.of(new Range(1, 1)), NOW)),
                new Plan.Situation(WINDOW, 0, NOW));

        assertThat(events)
                .endsWith(
                        new BatchEvent.Settled(Mark.SKIPPED, List.of(new Range(2, 9)), NOW),
                        new BatchEvent.Ended(BatchStatus.STOPPED, NOW));
    }

    @Test
    void aHaltSaysWhatComesNextAndUntilWhen() {
        var limits = new Limits(1, 2, 0, 0, PAUSE, true);
        var begun = BatchStateTest.begun(5, Strategy.ROLLING, limits);
        var state = apply(
                begun,
                List.of(
                        new BatchEvent.Dispatched(List.of(new Range(0, 1)), NOW),
                        new BatchEvent.Settled(Mark.SUCCEEDED, List.of(new Range(0, 1)), NOW),
                        new BatchEvent.Halted(1, NOW)));

        var progress = Turn.progress((Running) state);

        assertThat(progress.count()).isEqualTo(3);
        assertThat(progress.begun()).isEqualTo(1);
        assertThat(progress.halt()).isNotNull().satisfies(halt -> {
            assertThat(halt.hosts()).isEqualTo(2);
            assertThat(halt.until()).isEqualTo(NOW.plus(PAUSE));
            assertThat(halt.asks()).isTrue();
        });
        assertThat(Turn.isAsked((Running) state, 2)).isTrue();
        assertThat(Turn.isAsked((Running) state, 1)).isFalse();
        assertThat(Turn.isAsked((Running) state, 3)).isFalse();
    }

    /** What has to be so after each plan that does not end the batch. */
    private interface Check {
        void planned(Running before, List<BatchEvent> events, Running after, Instant now);
    }

    /** One way a story may go, the same each time it is told. */
    private static final class Telling {
        private static final List<Mark> ANSWERS =
                List.of(Mark.SUCCEEDED, Mark.SUCCEEDED, Mark.SUCCEEDED, Mark.FAILED, Mark.REFUSED, Mark.INTERRUPTED);

        private final Story story;
        private final Random random;
        private Instant now = NOW;

        private Telling(Story story) {
            this.story = story;
            this.random = new Random(story.seed());
        }

        BatchState.Ended toTheEnd(Check check) {
            BatchState state = story.begun();
            List<BatchEvent> happened = List.of();
            for (int rounds = 0; state instanceof Running running; rounds++) {
                assertThat(rounds).isLessThan(50 * running.marks().size() + 50);
                var before = (Running) apply(running, happened);
                var events = Plan.after(running, happened, new Plan.Situation(WINDOW, 0, now));
                state = apply(running, events);
                happened = List.of();
                if (state instanceof Running after) {
                    check.planned(before, events, after, now);
                    now = now.plusSeconds(random.nextInt(20));
                    happened = around(after);
                }
            }
            return (BatchState.Ended) state;
        }

        /** What hosts and people do next. */
        private List<BatchEvent> around(Running running) {
            var events = new ArrayList<BatchEvent>();
            running.marks()
                    .all(Mark.DISPATCHED)
                    .filter(_ -> random.nextBoolean())
                    .forEach(index -> events.add(new BatchEvent.Settled(
                            ANSWERS.get(random.nextInt(ANSWERS.size())), List.of(new Range(index, index)), now)));
            int next = Turn.progress(running).begun() + 1;
            if (Turn.isAsked(running, next) && random.nextInt(3) == 0) {
                events.add(new BatchEvent.WentOn(new GoAhead(next, MEMBER, "192.0.2.1", now)));
            }
            if (story.isCancelled() && random.nextInt(20) == 0 && !running.cancelling()) {
                events.add(new BatchEvent.CancelAsked(MEMBER, now));
            }
            return events;
        }
    }

    private static BatchState apply(BatchState state, List<BatchEvent> events) {
        BatchState applied = state;
        for (BatchEvent event : events) {
            applied = applied.apply(event);
        }
        return applied;
    }

    private static List<Integer> started(List<BatchEvent> events) {
        var started = new TreeSet<Integer>();
        for (BatchEvent event : events) {
            if (event instanceof BatchEvent.Dispatched(var targets, var _)) {
                Range.indexes(targets).forEach(started::add);
            }
        }
        return List.copyOf(started);
    }

    @Provide
    Arbitrary<Story> stories() {
        var hosts = Arbitraries.integers().between(1, 40);
        return Combinators.combine(
                        hosts,
                        Arbitraries.of(Strategy.class),
                        Arbitraries.integers().between(1, 12),
                        Arbitraries.integers().between(1, 4),
                        Arbitraries.integers().between(0, 6),
                        Arbitraries.integers().between(0, 7),
                        Arbitraries.longs())
                .as((count, strategy, atOnce, canary, failures, flags, seed) -> new Story(
                        BatchStateTest.begun(count, strategy, limits(strategy, atOnce, canary, failures, flags)),
                        (flags & 4) != 0,
                        seed))
                .withoutEdgeCases();
    }

    private static Limits limits(Strategy strategy, int atOnce, int canary, int failures, int flags) {
        return strategy.isInWaves()
                ? new Limits(
                        1,
                        atOnce,
                        strategy == Strategy.CANARY || canary > 2 ? canary : 0,
                        failures,
                        (flags & 1) != 0 ? PAUSE : Duration.ZERO,
                        (flags & 2) != 0)
                : new Limits(1, strategy == Strategy.SEQUENTIAL ? 1 : atOnce, 0, failures, Duration.ZERO, false);
    }
}
