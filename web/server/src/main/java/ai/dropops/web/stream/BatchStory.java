package ai.dropops.web.stream;

import ai.dropops.cluster.batch.Progress;
import ai.dropops.persistence.view.BatchRow;
import ai.dropops.persistence.view.ExecutionRow;
import ai.dropops.persistence.view.ExecutionStatus;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What a reader knows of a batch, and so what it has to be told of anything that is heard. */
final class BatchStory {
    /** What follows from something that was heard. */
    sealed interface Step {
        record Tell(Event event) implements Step {}

        /** From now on there is output to be read. */
        record Read(ExecutionRow execution) implements Step {}
    }

    private final Shown shown;
    private final int live;
    private final Map<Integer, ExecutionRow> executions = new TreeMap<>();
    private final Set<Integer> read = new HashSet<>();
    private volatile BatchRow batch;

    BatchStory(Shown shown, int live, BatchRow batch) {
        this.shown = shown;
        this.live = live;
        this.batch = batch;
    }

    /** How the story begins. */
    synchronized List<Step> begin(List<ExecutionRow> rows) {
        rows.forEach(row -> executions.put(row.index(), row));
        var steps = new ArrayList<Step>();
        steps.add(whole());
        rows.forEach(row -> readIfLive(row, steps));
        return steps;
    }

    synchronized List<Step> hear(List<Progress> news) {
        var steps = new ArrayList<Step>();
        news.forEach(progress -> hear(progress, steps));
        return steps;
    }

    boolean isOver() {
        return batch.state().isFinal();
    }

    /** Whether the execution at {@code index} can still begin or go on. */
    synchronized boolean isOpen(int index) {
        ExecutionRow row = executions.get(index);
        return !isOver() && row != null && !row.state().isFinal();
    }

    Event end() {
        return new Event.Named("end", Map.of("state", batch.state()));
    }

    private void hear(Progress progress, List<Step> steps) {
        switch (progress) {
            case Progress.Snapshot(var row, var rows) -> {
                rows.forEach(execution -> hear(execution, steps));
                hear(row, steps);
            }
            case Progress.Changed(var row) -> hear(row, steps);
            case Progress.ExecutionChanged(var row) -> hear(row, steps);
            case Progress.Ended(var row) -> hear(row, steps);
            case Progress.NotBegun() -> {}
        }
    }

    private void hear(ExecutionRow row, List<Step> steps) {
        if (row.equals(executions.put(row.index(), row))) {
            return;
        }
        steps.add(new Step.Tell(new Event.Named("execution", shown.execution(row))));
        readIfLive(row, steps);
    }

    private void hear(BatchRow row, List<Step> steps) {
        boolean changed = row.state() != batch.state() || row.cancelling() != batch.cancelling();
        boolean moved = !row.waves().equals(batch.waves());
        batch = row;
        if (changed) {
            steps.add(whole());
        } else if (moved) {
            steps.add(new Step.Tell(new Event.Named("batch", shown.batch(row))));
        }
    }

    private Step whole() {
        return new Step.Tell(new Event.Named("batch", shown.batch(batch, List.copyOf(executions.values()))));
    }

    private void readIfLive(ExecutionRow row, List<Step> steps) {
        if (row.index() < live && hasOutput(row.state()) && read.add(row.index())) {
            steps.add(new Step.Read(row));
        }
    }

    private static boolean hasOutput(ExecutionStatus state) {
        return switch (state) {
            case RUNNING, FINISHED, INTERRUPTED -> true;
            case WAITING, DISPATCHED, REFUSED, VOIDED, SKIPPED, UNKNOWN -> false;
        };
    }
}
