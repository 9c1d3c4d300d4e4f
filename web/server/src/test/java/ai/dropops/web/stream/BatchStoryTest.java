package ai.dropops.web.stream;

import static org.assertj.core.api.Assertions.assertThat;

import ai.dropops.cluster.batch.Progress;
import ai.dropops.persistence.view.BatchRow;
import ai.dropops.persistence.view.BatchStatus;
import ai.dropops.persistence.view.Change;
import ai.dropops.persistence.view.Counts;
import ai.dropops.persistence.view.ExecutionRow;
import ai.dropops.persistence.view.ExecutionStatus;
import ai.dropops.persistence.view.WaveProgress;
import ai.dropops.protocol.action.Strategy;
import ai.dropops.protocol.identity.BatchId;
import ai.dropops.protocol.identity.ExecutionId;
import ai.dropops.protocol.identity.MemberId;
import ai.dropops.protocol.identity.OperatorId;
import ai.dropops.protocol.identity.WorkspaceId;
import ai.dropops.web.auth.Caller;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class BatchStoryTest {
    private static final BatchId ID = BatchId.of(new byte[16]);
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    /** Shows a batch as its state and an execution as its index and state. */
    private static final class PlainlyShown implements Shown {
        @Override
        public Optional<Event.Named> changed(Change change, Caller caller) {
            return Optional.empty();
        }

        @Override
        public Object batch(BatchRow batch, List<ExecutionRow> executions) {
            return batch.state() + " of " + executions.size();
        }

        @Override
        public Object batch(BatchRow batch) {
            return batch.state() + " in wave " + batch.waves().begun();
        }

        @Override
        public Object execution(ExecutionRow execution) {
            return execution.index() + " " + execution.state();
        }
    }

    private final BatchStory story = new BatchStory(new PlainlyShown(), 2, false, batch(BatchStatus.RUNNING));

    @Test
    void itBeginsWithTheWholeBatchAndReadsWhatRunsAlready() {
        var steps = story.begin(List.of(execution(0, ExecutionStatus.FINISHED), execution(1, ExecutionStatus.WAITING)));

        assertThat(told(steps)).containsExactly("batch RUNNING of 2", "read 0");
    }

    @Test
    void anExecutionIsReadOnceFromWhenItRunsAndOnlyIfItIsAmongTheFirst() {
        begin();

        assertThat(told(story.hear(List.of(changed(0, ExecutionStatus.DISPATCHED)))))
                .containsExactly("execution 0 DISPATCHED");
        assertThat(told(story.hear(List.of(changed(0, ExecutionStatus.RUNNING)))))
                .containsExactly("execution 0 RUNNING", "read 0");
        assertThat(told(story.hear(List.of(changed(0, ExecutionStatus.FINISHED)))))
                .containsExactly("execution 0 FINISHED");
        assertThat(told(story.hear(List.of(changed(2, ExecutionStatus.RUNNING)))))
                .containsExactly("execution 2 RUNNING");
    }

    @Test
    void whatIsKnownIsNotToldAgain() {
        begin();
        story.hear(List.of(changed(1, ExecutionStatus.RUNNING)));

        var again = new Progress.Snapshot(
                batch(BatchStatus.RUNNING),
                List.of(
                        execution(0, ExecutionStatus.WAITING),
                        execution(1, ExecutionStatus.RUNNING),
                        execution(2, ExecutionStatus.WAITING)));

        assertThat(story.hear(List.of(again))).isEmpty();
    }

    @Test
    void itIsOverWhenTheBatchHasEnded() {
        begin();
        assertThat(story.isOver()).isFalse();

        assertThat(told(story.hear(List.of(new Progress.Ended(batch(BatchStatus.FAILED))))))
                .containsExactly("batch FAILED in wave 0");

        assertThat(story.isOver()).isTrue();
        assertThat(story.end()).isInstanceOf(Event.Named.class);
    }

    @Test
    void anExecutionIsOpenUntilItOrItsBatchHasEnded() {
        begin();
        assertThat(story.isOpen(0)).isTrue();

        story.hear(List.of(changed(0, ExecutionStatus.FINISHED)));
        assertThat(story.isOpen(0)).isFalse();
        assertThat(story.isOpen(1)).isTrue();

        story.hear(List.of(new Progress.Ended(batch(BatchStatus.CANCELLED))));
        assertThat(story.isOpen(1)).isFalse();
    }

    @Test
    void whatIsToldInARowGoesTogetherAndReadingKeepsItsPlace() {
        begin();

        var steps = story.hear(List.of(
                changed(2, ExecutionStatus.RUNNING),
                changed(0, ExecutionStatus.RUNNING),
                changed(2, ExecutionStatus.FINISHED)));

        assertThat(steps)
                .extracting(step -> step instanceof BatchStory.Step.Tell(var events) ? events.size() : 0)
                .containsExactly(2, 0, 1);
        assertThat(story.hear(List.of())).isEmpty();
    }

    private void begin() {
        story.begin(List.of(
                execution(0, ExecutionStatus.WAITING),
                execution(1, ExecutionStatus.WAITING),
                execution(2, ExecutionStatus.WAITING)));
    }

    private static List<String> told(List<BatchStory.Step> steps) {
        return steps.stream()
                .flatMap(step -> switch (step) {
                    case BatchStory.Step.Tell(var events) -> events.stream().map(BatchStoryTest::told);
                    case BatchStory.Step.Read(var row) -> Stream.of("read " + row.index());
                })
                .toList();
    }

    private static String told(Event event) {
        return event instanceof Event.Named(var name, var json) ? name + " " + json : event.toString();
    }

    @Test
    void aHaltBetweenWavesIsToldWithoutEveryExecution() {
        begin();
        var halt = new WaveProgress.Halt(2, NOW, NOW, true);
        var halted = batch(BatchStatus.RUNNING, new WaveProgress(2, 1, halt, List.of()));

        assertThat(told(story.hear(List.of(new Progress.Changed(halted))))).containsExactly("batch RUNNING in wave 1");
        assertThat(told(story.hear(List.of(new Progress.Changed(halted))))).isEmpty();
    }

    private static Progress changed(int index, ExecutionStatus state) {
        return new Progress.ExecutionsChanged(List.of(execution(index, state)));
    }

    private static BatchRow batch(BatchStatus state) {
        return batch(state, WaveProgress.none(2));
    }

    private static BatchRow batch(BatchStatus state, WaveProgress waves) {
        return new BatchRow(
                ID,
                WorkspaceId.of(new byte[16]),
                1,
                state,
                false,
                Strategy.PARALLEL,
                3,
                Counts.waiting(3),
                waves,
                MemberId.of(new byte[16]),
                NOW,
                null,
                null);
    }

    private static ExecutionRow execution(int index, ExecutionStatus state) {
        return new ExecutionRow(
                new ExecutionId(Integer.toString(index).repeat(64)),
                ID,
                index,
                OperatorId.of(new byte[16]),
                "host",
                "name",
                state,
                null,
                null,
                null,
                null,
                null,
                "");
    }
}
