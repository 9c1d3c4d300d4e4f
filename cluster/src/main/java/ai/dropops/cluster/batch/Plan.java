package ai.dropops.cluster.batch;

import ai.dropops.cluster.batch.BatchState.Running;
import ai.dropops.persistence.view.BatchStatus;
import ai.dropops.protocol.action.Strategy;
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
        if (isHalted(running, situation.now())) {
            var rest = Range.of(running.marks().all(Mark.WAITING));
            events.add(new BatchEvent.Settled(Mark.SKIPPED, rest, situation.now()));
            return;
        }
        int underWay = running.marks().count(Mark.DISPATCHED);
        int room = running.opening().strategy() == Strategy.SEQUENTIAL
                ? 1 - underWay
                : situation.window() - underWay + situation.away();
        var targets = Range.of(running.marks().all(Mark.WAITING).limit(Math.max(0, room)));
        if (!targets.isEmpty()) {
            events.add(new BatchEvent.Dispatched(targets, situation.now()));
        }
    }

    private static boolean isHalted(Running running, Instant now) {
        return running.cancelling()
                || (running.opening().stopOnFailure() && running.marks().hasFailure())
                || now.isAfter(running.opening().notAfter());
    }

    private static BatchStatus status(Running running) {
        if (running.marks().count(Mark.SUCCEEDED) == running.marks().size()) {
            return BatchStatus.COMPLETED;
        }
        return running.cancelling() ? BatchStatus.CANCELLED : BatchStatus.FAILED;
    }

    private static BatchState replay(BatchState state, List<BatchEvent> events) {
        BatchState replayed = state;
        for (BatchEvent event : events) {
            replayed = replayed.apply(event);
        }
        return replayed;
    }
}
