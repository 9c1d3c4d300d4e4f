package ai.dropops.cluster.batch;

import ai.dropops.cluster.batch.BatchState.Running;
import ai.dropops.persistence.view.BatchStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What comes next in a running batch. */
final class Plan {
    /**
     * What the plan must know beside the batch itself.
     *
     * @param window how many orders may be under way
     * @param away how many of those dispatched wait for their host to come back, which takes no room in the window
     */
    record Situation(int window, int away, Instant now) {}

    private Plan() {}

    /** {@code happened} and what follows from it: the next targets to dispatch, those to skip, the end. */
    static List<BatchEvent> after(Running running, List<BatchEvent> happened, Situation situation) {
        var events = new ArrayList<>(happened);
        if (!(replay(running, events) instanceof Running now)) {
            return events;
        }
        if (now.marks().count(Mark.WAITING) > 0) {
            next(now, situation, events);
        }
        if (replay(running, events) instanceof Running last && last.marks().areAllSettled()) {
            events.add(new BatchEvent.Ended(status(last), situation.now()));
        }
        return List.copyOf(events);
    }

    private static void next(Running running, Situation situation, List<BatchEvent> events) {
        Marks marks = running.marks();
        if (isOver(running, situation.now())) {
            var rest = Range.of(marks.all(Mark.WAITING));
            events.add(new BatchEvent.Settled(Mark.SKIPPED, rest, situation.now()));
            return;
        }
        switch (Turn.of(running, situation.now())) {
            case Turn.Now(int end) -> {
                int room = Math.min(
                        room(running, situation),
                        end - marks.first(Mark.WAITING).orElse(end));
                var targets = Range.of(marks.all(Mark.WAITING).limit(Math.max(0, room)));
                if (!targets.isEmpty()) {
                    events.add(new BatchEvent.Dispatched(targets, situation.now()));
                }
            }
            case Turn.Halts(int wave) -> events.add(new BatchEvent.Halted(wave, situation.now()));
            case Turn.Later() -> {}
        }
    }

    /** Hosts that are away hold their place under the approved limit, where a late return must not exceed it. */
    private static int room(Running running, Situation situation) {
        int underWay = running.marks().count(Mark.DISPATCHED);
        return Math.min(
                running.opening().limits().atOnce() - underWay, situation.window() - underWay + situation.away());
    }

    private static boolean isOver(Running running, Instant now) {
        return running.cancelling()
                || isFailed(running)
                || now.isAfter(running.opening().notAfter());
    }

    /** Whether more hosts have failed than may; among the canary none may. */
    private static boolean isFailed(Running running) {
        var marks = running.marks();
        int canary = running.opening().waves().canary();
        return marks.failures(marks.size()) > running.opening().limits().failures() || marks.failures(canary) > 0;
    }

    private static BatchStatus status(Running running) {
        var marks = running.marks();
        if (marks.count(Mark.SUCCEEDED) == marks.size()) {
            return BatchStatus.COMPLETED;
        }
        if (running.cancelling()) {
            return BatchStatus.CANCELLED;
        }
        return isFailed(running) && marks.count(Mark.SKIPPED) > 0 ? BatchStatus.STOPPED : BatchStatus.FAILED;
    }

    private static BatchState replay(BatchState state, List<BatchEvent> events) {
        BatchState replayed = state;
        for (BatchEvent event : events) {
            replayed = replayed.apply(event);
        }
        return replayed;
    }
}
