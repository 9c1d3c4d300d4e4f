package ai.dropops.cluster.batch;

import ai.dropops.cluster.execution.Permitted;
import ai.dropops.persistence.view.BatchRow;
import ai.dropops.persistence.view.BatchStatus;
import ai.dropops.persistence.view.Counts;
import ai.dropops.persistence.view.ExecutionRow;
import ai.dropops.persistence.view.ExecutionStatus;
import ai.dropops.persistence.view.Proposals.Named;
import ai.dropops.protocol.action.Outcome;
import ai.dropops.protocol.action.Receipt;
import ai.dropops.protocol.action.Volume;
import ai.dropops.protocol.identity.BatchId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The executions of a batch as they are shown, each as its mark and its host's words say. */
final class Executions {
    private final List<ExecutionRow> rows = new ArrayList<>();
    private int running;

    Executions(BatchId batch, Permitted permitted, List<Named> targets) {
        for (int index = 0; index < targets.size(); index++) {
            Named named = targets.get(index);
            rows.add(new ExecutionRow(
                    permitted.execution(index),
                    batch,
                    index,
                    named.target().operator(),
                    named.hostname(),
                    named.name(),
                    ExecutionStatus.WAITING,
                    null,
                    null,
                    null,
                    null,
                    null,
                    ""));
        }
    }

    ExecutionRow at(int index) {
        return rows.get(index);
    }

    List<ExecutionRow> all() {
        return List.copyOf(rows);
    }

    boolean isRunning(int index) {
        return isRunning(rows.get(index));
    }

    private static boolean isRunning(ExecutionRow row) {
        return row.state() == ExecutionStatus.RUNNING;
    }

    /** Shows the target as {@code mark} says, where no host has said more. */
    ExecutionRow marked(int index, Mark mark) {
        String message = mark.message();
        return switch (mark) {
            case WAITING -> show(index, ExecutionStatus.WAITING, null, message);
            case DISPATCHED -> show(index, ExecutionStatus.DISPATCHED, null, message);
            case SKIPPED -> show(index, ExecutionStatus.SKIPPED, null, message);
            case UNKNOWN -> show(index, ExecutionStatus.UNKNOWN, rows.get(index).startedAt(), message);
            case SUCCEEDED, FAILED -> show(index, ExecutionStatus.FINISHED, null, message);
            case UNDELIVERED -> show(index, ExecutionStatus.UNDELIVERED, null, message);
            case REFUSED, UNENTITLED, PROHIBITED -> show(index, ExecutionStatus.REFUSED, null, message);
            case INTERRUPTED -> show(index, ExecutionStatus.INTERRUPTED, null, message);
            case VOIDED -> show(index, ExecutionStatus.VOIDED, null, message);
        };
    }

    ExecutionRow running(int index, Instant startedAt) {
        return show(index, ExecutionStatus.RUNNING, startedAt, "");
    }

    /** Shows what the host says in {@code receipt}. */
    ExecutionRow told(int index, Receipt receipt) {
        return switch (receipt.outcome()) {
            case Outcome.StillRunning(var startedAt) -> running(index, startedAt);
            case Outcome.Voided _ -> show(index, ExecutionStatus.VOIDED, null, "It was called off before it began.");
            case Outcome.Refused(var _, var message) -> show(index, ExecutionStatus.REFUSED, null, message);
            case Outcome.Interrupted(var startedAt, var stdout, var stderr) ->
                replace(
                        index,
                        new Ending(
                                ExecutionStatus.INTERRUPTED,
                                null,
                                startedAt,
                                null,
                                stdout.shown(),
                                stderr.shown(),
                                "The operator ended while the command ran; it is not run again."));
            case Outcome.Finished(
                    int exitCode,
                    boolean cancelled,
                    var startedAt,
                    var finishedAt,
                    var stdout,
                    var stderr) ->
                replace(
                        index,
                        new Ending(
                                ExecutionStatus.FINISHED,
                                exitCode,
                                startedAt,
                                finishedAt,
                                stdout.shown(),
                                stderr.shown(),
                                cancelled ? "It was told to stop." : ""));
        };
    }

    /** The batch's own row. */
    BatchRow batch(BatchState.Begun state, long sequence) {
        BatchId id = rows.getFirst().batch();
        var opening = state.opening();
        return new BatchRow(
                id,
                opening.workspace(),
                sequence,
                state instanceof BatchState.Ended ended ? ended.status() : BatchStatus.RUNNING,
                state instanceof BatchState.Running running && running.cancelling(),
                opening.strategy(),
                opening.targetCount(),
                counts(state.marks()),
                Turn.progress(state),
                opening.by(),
                opening.createdAt(),
                opening.at(),
                state instanceof BatchState.Ended ended ? ended.at() : null);
    }

    private Counts counts(Marks marks) {
        return new Counts(
                marks.count(Mark.WAITING),
                Math.max(0, marks.count(Mark.DISPATCHED) - running),
                running,
                marks.count(Mark.SUCCEEDED),
                marks.count(Mark.FAILED),
                marks.count(Mark.REFUSED) + marks.count(Mark.UNENTITLED) + marks.count(Mark.PROHIBITED),
                marks.count(Mark.INTERRUPTED),
                marks.count(Mark.VOIDED),
                marks.count(Mark.SKIPPED),
                marks.count(Mark.UNDELIVERED),
                marks.count(Mark.UNKNOWN));
    }

    private record Ending(
            ExecutionStatus status,
            @Nullable Integer exitCode,
            @Nullable Instant startedAt,
            @Nullable Instant finishedAt,
            @Nullable Volume stdout,
            @Nullable Volume stderr,
            String message) {}

    private ExecutionRow show(int index, ExecutionStatus status, @Nullable Instant startedAt, String message) {
        return replace(index, new Ending(status, null, startedAt, null, null, null, message));
    }

    private ExecutionRow replace(int index, Ending ending) {
        ExecutionRow old = rows.get(index);
        var row = new ExecutionRow(
                old.id(),
                old.batch(),
                index,
                old.operator(),
                old.hostname(),
                old.name(),
                ending.status(),
                ending.exitCode(),
                ending.startedAt(),
                ending.finishedAt(),
                ending.stdout(),
                ending.stderr(),
                ending.message());
        rows.set(index, row);
        running += (isRunning(row) ? 1 : 0) - (isRunning(old) ? 1 : 0);
        return row;
    }
}
