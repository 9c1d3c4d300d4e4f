package ai.dropops.cluster.batch;

import static org.assertj.core.api.Assertions.assertThat;

import ai.dropops.cluster.batch.BatchEvent.Opening;
import ai.dropops.persistence.view.BatchStatus;
import ai.dropops.persistence.view.WaveProgress.GoAhead;
import ai.dropops.protocol.action.Limits;
import ai.dropops.protocol.action.Permit;
import ai.dropops.protocol.action.Strategy;
import ai.dropops.protocol.identity.Bytes;
import ai.dropops.protocol.identity.Digest;
import ai.dropops.protocol.identity.MemberId;
import ai.dropops.protocol.identity.WorkspaceId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class BatchStateTest {
    static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    static final MemberId MEMBER = MemberId.of(new byte[16]);
    private static final Digest DIGEST = Digest.of(new byte[0]);

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
        var state = replay(
                begun(3, Strategy.SEQUENTIAL, Limits.ONE_BY_ONE),
                new BatchEvent.Dispatched(List.of(new Range(0, 0)), NOW));
        var events = Plan.after(
                (BatchState.Running) state,
                List.of(new BatchEvent.Settled(Mark.FAILED, List.of(new Range(0, 0)), NOW)),
                new Plan.Situation(2000, 0, NOW));

        assertThat(events)
                .containsExactly(
                        new BatchEvent.Settled(Mark.FAILED, List.of(new Range(0, 0)), NOW),
                        new BatchEvent.Settled(Mark.SKIPPED, List.of(new Range(1, 2)), NOW),
                        new BatchEvent.Ended(BatchStatus.STOPPED, NOW));
    }

    @Test
    void hostsThatAreAwayTakeNoRoomInTheWindow() {
        var state = replay(
                begun(10, Strategy.PARALLEL, atOnce(10)), new BatchEvent.Dispatched(List.of(new Range(0, 3)), NOW));

        assertThat(Plan.after((BatchState.Running) state, List.of(), new Plan.Situation(4, 3, NOW)))
                .containsExactly(new BatchEvent.Dispatched(List.of(new Range(4, 6)), NOW));
    }

    @Test
    void hostsThatAreAwayDoHoldTheirPlaceUnderTheApprovedLimit() {
        var state = replay(
                begun(10, Strategy.PARALLEL, atOnce(4)), new BatchEvent.Dispatched(List.of(new Range(0, 3)), NOW));

        assertThat(Plan.after((BatchState.Running) state, List.of(), new Plan.Situation(2000, 4, NOW)))
                .isEmpty();
    }

    @Test
    void nothingStartsAfterThePermitsTime() {
        var late = NOW.plus(Duration.ofHours(2));
        assertThat(Plan.after(begun(2, Strategy.PARALLEL, atOnce(2)), List.of(), new Plan.Situation(4, 0, late)))
                .containsExactly(
                        new BatchEvent.Settled(Mark.SKIPPED, List.of(new Range(0, 1)), late),
                        new BatchEvent.Ended(BatchStatus.FAILED, late));
    }

    private static BatchEvent any(int targets, Random random) {
        int from = random.nextInt(targets);
        var ranges = List.of(new Range(from, from + random.nextInt(targets - from)));
        return switch (random.nextInt(8)) {
            case 0 -> new BatchEvent.Begun(opening(targets, Strategy.ROLLING, atOnce(2)), permit());
            case 1 -> new BatchEvent.Dispatched(ranges, NOW);
            case 2 -> new BatchEvent.CancelAsked(MEMBER, NOW);
            case 3 ->
                random.nextInt(5) == 0
                        ? new BatchEvent.Ended(BatchStatus.FAILED, NOW)
                        : new BatchEvent.Settled(Mark.SKIPPED, ranges, NOW);
            case 4 -> new BatchEvent.Halted(random.nextInt(targets), NOW);
            case 5 -> new BatchEvent.WentOn(new GoAhead(1 + random.nextInt(targets), MEMBER, "192.0.2.1", NOW));
            default -> new BatchEvent.Settled(Mark.SUCCEEDED, ranges, NOW);
        };
    }

    private static BatchState replay(BatchState state, BatchEvent event) {
        return state.apply(event);
    }

    private static Limits atOnce(int hosts) {
        return new Limits(1, hosts, 0, 0, Duration.ZERO, false);
    }

    static BatchState.Running begun(int targets, Strategy strategy, Limits limits) {
        return (BatchState.Running)
                new BatchState.Unbegun().apply(new BatchEvent.Begun(opening(targets, strategy, limits), permit()));
    }

    private static Opening opening(int targets, Strategy strategy, Limits limits) {
        return new Opening(
                WorkspaceId.of(new byte[16]),
                MEMBER,
                targets,
                strategy,
                limits,
                true,
                NOW,
                NOW.plus(Duration.ofHours(1)),
                NOW);
    }

    private static Permit permit() {
        return new Permit(DIGEST, Permit.Authority.HUMAN, List.of(MEMBER), List.of(), NOW, DIGEST, Bytes.EMPTY);
    }
}
