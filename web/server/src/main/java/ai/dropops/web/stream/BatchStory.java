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
        /** Several in a row are one step, which costs the stream as much as one event. */
        record Tell(List<Event> events) implements Step {
            public Tell {
                events = List.copyOf(events);
            }
        }

        /** From now on there is output to be read. */
        record Read(ExecutionRow execution) implements Step {}
    }

    private static final class Steps {
        private final List<Step> done = new ArrayList<>();
        private final List<Event> told = new ArrayList<>();

        void tell(Event event) {
            told.add(event);
            if (told.size() == IN_A_ROW) {
                endRow();
            }
        }

        void read(ExecutionRow row) {
            endRow();
            done.add(new Step.Read(row));
        }

        List<Step> all() {
            endRow();
            return List.copyOf(done);
        }

        private void endRow() {
            if (!told.isEmpty()) {
                done.add(new Step.Tell(told));
                told.clear();
            }
        }
    }

    /** So many events of some 400 bytes are what a connection takes at once. */
    private static final int IN_A_ROW = 200;

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
        var steps = new Steps();
        steps.tell(whole());
        folds().ifPresent(steps::tell);
        rows.forEach(row -> readIfLive(row, steps));
        return steps.all();
    }

    synchronized List<Step> hear(List<Progress> news) {
        var steps = new Steps();
        news.forEach(progress -> hear(progress, steps));
        if (isOver()) {
            folds().ifPresent(steps::tell);
        }
        return steps.all();
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

    private void hear(Progress progress, Steps steps) {
        switch (progress) {
            case Progress.Snapshot(var row, var rows) -> {
                rows.forEach(execution -> hear(execution, steps));
                hear(row, steps);
            }
            case Progress.Changed(var row) -> hear(row, steps);
            case Progress.ExecutionsChanged(var rows) -> rows.forEach(row -> hear(row, steps));
            case Progress.Ended(var row) -> hear(row, steps);
            case Progress.NotBegun() -> {}
        }
    }

    private void hear(ExecutionRow row, Steps steps) {
        if (row.equals(put(row))) {
            return;
        }
        steps.tell(new Event.Named("execution", shown.execution(row)));
        readIfLive(row, steps);
    }

    private void hear(BatchRow row, Steps steps) {
        boolean changed = row.state() != batch.state()
                || row.cancelling() != batch.cancelling()
                || !row.waves().equals(batch.waves());
        batch = row;
        if (changed) {
            steps.tell(new Event.Named("batch", shown.batch(row)));
        }
    }

    /** What was known of the same host before. */
    private @Nullable ExecutionRow put(ExecutionRow row) {
        folding.put(row);
        return executions.put(row.index(), row);
    }

    private Event whole() {
        return new Event.Named("batch", shown.batch(batch, List.copyOf(executions.values())));
    }

    private void readIfLive(ExecutionRow row, Steps steps) {
        if (row.index() < live && hasOutput(row.state()) && read.add(row.index())) {
            steps.read(row);
        }
    }

    private static boolean hasOutput(ExecutionStatus state) {
        return switch (state) {
            case RUNNING, FINISHED, INTERRUPTED -> true;
            case WAITING, DISPATCHED, REFUSED, VOIDED, SKIPPED, UNDELIVERED, UNKNOWN -> false;
        };
    }
}
