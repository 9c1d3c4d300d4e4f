package ai.dropops.cluster.batch;

import static org.assertj.core.api.Assertions.assertThat;

import ai.dropops.cluster.batch.BatchEvent.Opening;
import ai.dropops.persistence.view.BatchStatus;
import ai.dropops.protocol.action.Permit;
import ai.dropops.protocol.action.Strategy;
import ai.dropops.protocol.identity.Bytes;
import ai.dropops.protocol.identity.Digest;
import ai.dropops.protocol.identity.MemberId;
import ai.dropops.protocol.identity.WorkspaceId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class BatchStateTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final MemberId MEMBER = MemberId.of(new byte[16]);
    private static final Digest DIGEST = Digest.of(new byte[0]);

    /** Whatever hosts answer, in whatever order, the plan ends and every target is settled exactly once. */
    @Property
    void everyPlanComesToItsEnd(
            @ForAll @IntRange(min = 1, max = 40) int targets,
            @ForAll boolean sequential,
            @ForAll boolean stops,
            @ForAll @IntRange(min = 1, max = 8) int window,
            @ForAll long seed) {
        var random = new Random(seed);
        BatchState state = begun(targets, sequential ? Strategy.SEQUENTIAL : Strategy.PARALLEL, stops);
        int[] dispatched = new int[targets];
        List<BatchEvent> happened = List.of();
        int rounds = 0;
        while (state instanceof BatchState.Running running) {
            assertThat(rounds++).isLessThan(10 * targets + 10);
            var events = Plan.after(running, happened, new Plan.Situation(window, 0, NOW));
            for (BatchEvent event : events) {
                if (event instanceof BatchEvent.Dispatched(var ranges, var _)) {
                    Range.indexes(ranges).forEach(index -> dispatched[index]++);
                }
                state = state.apply(event);
            }
            happened = state instanceof BatchState.Running still ? answers(still, random) : List.of();
        }
        assertThat(state).isInstanceOf(BatchState.Ended.class);
        var ended = (BatchState.Ended) state;
        assertThat(ended.marks().areAllSettled()).isTrue();
        assertThat(IntStream.of(dispatched)).allMatch(times -> times <= 1);
        assertThat(IntStream.range(0, targets).filter(i -> dispatched[i] == 0))
                .allMatch(index -> ended.marks().at(index) == Mark.SKIPPED);
    }

    /** Replaying any list of events never throws, and a batch that ended stays so. */
    @Property
    void anyHistoryCanBeReplayed(@ForAll @IntRange(min = 1, max = 20) int targets, @ForAll long seed) {
        var random = new Random(seed);
        BatchState state = new BatchState.Unbegun();
        boolean ended = false;
        for (int i = 0; i < 60; i++) {
            state = state.apply(any(targets, random));
            ended |= state instanceof BatchState.Ended;
            assertThat(state instanceof BatchState.Ended).isEqualTo(ended);
        }
    }

    @Test
    void theFirstFailureEndsASequence() {
        var state =
                replay(begun(3, Strategy.SEQUENTIAL, true), new BatchEvent.Dispatched(List.of(new Range(0, 0)), NOW));
        var events = Plan.after(
                (BatchState.Running) state,
                List.of(new BatchEvent.Settled(Mark.FAILED, List.of(new Range(0, 0)), NOW)),
                new Plan.Situation(2000, 0, NOW));

        assertThat(events)
                .containsExactly(
                        new BatchEvent.Settled(Mark.FAILED, List.of(new Range(0, 0)), NOW),
                        new BatchEvent.Settled(Mark.SKIPPED, List.of(new Range(1, 2)), NOW),
                        new BatchEvent.Ended(BatchStatus.FAILED, NOW));
    }

    @Test
    void hostsThatAreAwayTakeNoRoomInTheWindow() {
        var state =
                replay(begun(10, Strategy.PARALLEL, false), new BatchEvent.Dispatched(List.of(new Range(0, 3)), NOW));

        assertThat(Plan.after((BatchState.Running) state, List.of(), new Plan.Situation(4, 3, NOW)))
                .containsExactly(new BatchEvent.Dispatched(List.of(new Range(4, 6)), NOW));
    }

    @Test
    void nothingStartsAfterThePermitsTime() {
        var late = NOW.plus(Duration.ofHours(2));
        assertThat(Plan.after(begun(2, Strategy.PARALLEL, false), List.of(), new Plan.Situation(4, 0, late)))
                .containsExactly(
                        new BatchEvent.Settled(Mark.SKIPPED, List.of(new Range(0, 1)), late),
                        new BatchEvent.Ended(BatchStatus.FAILED, late));
    }

    private static List<BatchEvent> answers(BatchState.Running running, Random random) {
        var marks = List.of(Mark.SUCCEEDED, Mark.SUCCEEDED, Mark.FAILED, Mark.REFUSED, Mark.INTERRUPTED, Mark.UNKNOWN);
        var events = new ArrayList<BatchEvent>();
        running.marks()
                .all(Mark.DISPATCHED)
                .filter(_ -> random.nextBoolean())
                .forEach(index -> events.add(new BatchEvent.Settled(
                        marks.get(random.nextInt(marks.size())), List.of(new Range(index, index)), NOW)));
        if (random.nextInt(20) == 0 && !running.cancelling()) {
            events.add(new BatchEvent.CancelAsked(MEMBER, NOW));
        }
        return events;
    }

    private static BatchEvent any(int targets, Random random) {
        int from = random.nextInt(targets);
        var ranges = List.of(new Range(from, from + random.nextInt(targets - from)));
        return switch (random.nextInt(6)) {
            case 0 -> new BatchEvent.Begun(opening(targets, Strategy.PARALLEL, true), permit());
            case 1 -> new BatchEvent.Dispatched(ranges, NOW);
            case 2 -> new BatchEvent.CancelAsked(MEMBER, NOW);
            case 3 ->
                random.nextInt(5) == 0
                        ? new BatchEvent.Ended(BatchStatus.FAILED, NOW)
                        : new BatchEvent.Settled(Mark.SKIPPED, ranges, NOW);
            default -> new BatchEvent.Settled(Mark.SUCCEEDED, ranges, NOW);
        };
    }

    private static BatchState replay(BatchState state, BatchEvent event) {
        return state.apply(event);
    }

    private static BatchState.Running begun(int targets, Strategy strategy, boolean stops) {
        return (BatchState.Running)
                new BatchState.Unbegun().apply(new BatchEvent.Begun(opening(targets, strategy, stops), permit()));
    }

    private static Opening opening(int targets, Strategy strategy, boolean stops) {
        return new Opening(
                WorkspaceId.of(new byte[16]),
                MEMBER,
                targets,
                strategy,
                stops,
                NOW,
                NOW.plus(Duration.ofHours(1)),
                NOW);
    }

    private static Permit permit() {
        return new Permit(DIGEST, Permit.Authority.HUMAN, List.of(MEMBER), List.of(), NOW, DIGEST, Bytes.EMPTY);
    }
}
