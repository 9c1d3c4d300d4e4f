package ai.dropops.web.stream;

import ai.dropops.cluster.batch.Progress;
import ai.dropops.persistence.view.BatchRow;
import ai.dropops.persistence.view.ExecutionRow;
import ai.dropops.persistence.view.ExecutionStatus;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

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
    private final boolean folded;
    private final Folding folding = new Folding();
    private final Map<Integer, ExecutionRow> executions = new TreeMap<>();
    private final Set<Integer> read = new HashSet<>();
    private volatile BatchRow batch;

    /**
     * @param live of how many executions the output is told
     * @param folded whether equal results are told together, too
     */
    BatchStory(Shown shown, int live, boolean folded, BatchRow batch) {
        this.shown = shown;
        this.live = live;
        this.folded = folded;
        this.batch = batch;
    }

    /** How the story begins. */
    synchronized List<Step> begin(List<ExecutionRow> rows) {
        rows.forEach(this::put);
        var steps = new ArrayList<Step>();
        steps.add(whole());
        folds().map(Step.Tell::new).ifPresent(steps::add);
        rows.forEach(row -> readIfLive(row, steps));
        return steps;
    }

    synchronized List<Step> hear(List<Progress> news) {
        var steps = new ArrayList<Step>();
        news.forEach(progress -> hear(progress, steps));
        if (isOver()) {
            folds().map(Step.Tell::new).ifPresent(steps::add);
        }
        return steps;
    }

    /** The results so far, equal ones together; empty when they were told, or are not to be told. */
    synchronized Optional<Event> folds() {
        return folded && folding.hasChanged()
                ? Optional.of(new Event.Named("folds", folding.folds(executions.size())))
                : Optional.empty();
    }

    boolean isOver() {
        return batch.state().isFinal();
    }

    boolean isFolded() {
        return folded;
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
        if (row.equals(put(row))) {
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

    /** What was known of the same host before. */
    private @Nullable ExecutionRow put(ExecutionRow row) {
        folding.put(row);
        return executions.put(row.index(), row);
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
            case WAITING, DISPATCHED, REFUSED, VOIDED, SKIPPED, UNDELIVERED, UNKNOWN -> false;
        };
    }
}
