package ai.dropops.cluster.batch;

import ai.dropops.cluster.batch.BatchState.Begun;
import ai.dropops.cluster.batch.BatchState.Running;
import ai.dropops.cluster.operator.Heard;
import ai.dropops.persistence.view.BatchRow;
import ai.dropops.persistence.view.ExecutionRow;
import ai.dropops.persistence.view.WaveProgress.GoAhead;
import ai.dropops.protocol.action.Outcome;
import ai.dropops.protocol.action.Receipt;
import ai.dropops.protocol.action.Validity;
import ai.dropops.protocol.identity.MemberId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;

/** The work of a begun batch: says what is to be stored next, and does what was stored. */
final class Carrying {
    /** The starts of this many targets are shown at once, those of the others with what is stored next. */
    private static final int FEW = 100;

    private final Batch.Surroundings with;
    private final Course course;
    private final Watchers watchers;
    private final Set<Integer> unshown = new TreeSet<>();
    private Instant lastCall = Instant.MAX;
    private Instant entitledUntil = Instant.MIN;

    Carrying(Batch.Surroundings with, Course course, Watchers watchers) {
        this.with = with;
        this.course = course;
        this.watchers = watchers;
    }

    Course course() {
        return course;
    }

    /** What follows from the state as it is. */
    List<BatchEvent> onward(Running running) {
        return Plan.after(running, List.of(), situation());
    }

    /** Takes note of what an operator said; answers are stored before they count, see {@link #settled}. */
    void hear(Begun begun, long sequence, Heard heard) {
        switch (heard) {
            case Heard.Passed(var operator, var execution) ->
                course.index(operator, execution)
                        .ifPresent(index -> course.flight(index).ifPresent(flight -> flight.passed(now())));
            case Heard.Away(var operator, var execution) ->
                course.index(operator, execution)
                        .ifPresent(index -> course.flight(index).ifPresent(Flight::wentAway));
            case Heard.Returned returned -> course.index(returned).ifPresent(index -> onReturned(begun, index));
            case Heard.Started(var operator, var execution, var at) ->
                course.index(operator, execution).ifPresent(index -> onRunning(begun, sequence, index, at));
            case Heard.Reported(var _, var signed) -> onReported(begun, sequence, signed);
        }
    }

    private void onReturned(Begun begun, int index) {
        course.flight(index).ifPresent(flight -> {
            flight.present(now());
            if (begun instanceof Running running) {
                approach(running, index, flight);
            }
        });
    }

    private void onRunning(Begun begun, long sequence, int index, Instant startedAt) {
        if (begun.marks().at(index) == Mark.DISPATCHED) {
            course.flight(index).ifPresent(flight -> flight.started(now()));
            if (begun instanceof Running running && running.cancelling()) {
                with.dispatch().cancel(course.permitted(), index);
            }
            if (!course.executions().isRunning(index)) {
                ExecutionRow row = course.executions().running(index, startedAt);
                if (index >= FEW && begun instanceof Running) {
                    unshown.add(index);
                    return;
                }
                show(List.of(row));
                if (begun.marks().size() <= FEW) {
                    showBatch(begun, sequence);
                }
            }
        }
    }

    private void onReported(Begun begun, long sequence, Receipt.Signed signed) {
        Receipt receipt = signed.content();
        OptionalInt index = course.index(receipt.operator(), receipt.execution());
        if (index.isEmpty()) {
            return;
        }
        if (receipt.outcome() instanceof Outcome.StillRunning(var startedAt)) {
            onRunning(begun, sequence, index.getAsInt(), startedAt);
            with.dispatch().kept(receipt);
        } else {
            course.flight(index.getAsInt()).ifPresent(flight -> flight.present(now()));
            course.arrived(signed);
        }
    }

    /** What stored answers mean for the batch. */
    List<BatchEvent> settled(Begun begun, List<Receipt.Signed> receipts) {
        var byMark = new EnumMap<Mark, TreeSet<Integer>>(Mark.class);
        for (Receipt.Signed signed : receipts) {
            Receipt receipt = signed.content();
            course.index(receipt.operator(), receipt.execution()).ifPresent(index -> {
                if (begun.marks().at(index).awaitsAnswer()) {
                    byMark.computeIfAbsent(Mark.of(receipt.outcome()), _ -> new TreeSet<>())
                            .add(index);
                }
            });
        }
        var settled = byMark.entrySet().stream()
                .<BatchEvent>map(entry -> settled(entry.getKey(), entry.getValue()))
                .toList();
        return begun instanceof Running running ? Plan.after(running, settled, situation()) : settled;
    }

    /** Calls on hosts whose answer is due, gives up those that were silent too long, and goes on. */
    List<BatchEvent> tick(Running running) {
        boolean lastCalls = running.cancelling() || isOver(running);
        lastCall = lastCalls ? (lastCall.equals(Instant.MAX) ? now() : lastCall) : Instant.MAX;
        show(unshown.stream().map(course.executions()::at).toList());
        unshown.clear();
        var skipped = new TreeSet<Integer>();
        var undelivered = new TreeSet<Integer>();
        var silent = new TreeSet<Integer>();
        running.marks()
                .all(Mark.DISPATCHED)
                .forEach(index -> course.flight(index).ifPresent(flight -> {
                    if (running.cancelling() && flight.neverLeft()) {
                        skipped.add(index);
                    } else if (isLate(running, flight) && flight.neverLeft()) {
                        undelivered.add(index);
                    } else if (lastCalls && isSilent(running, flight)) {
                        silent.add(index);
                    } else if (flight.isDue(now()) && (lastCalls || !flight.isStarted())) {
                        approach(running, index, flight);
                    }
                }));
        var settled = new ArrayList<BatchEvent>();
        if (!skipped.isEmpty()) {
            settled.add(settled(Mark.SKIPPED, skipped));
        }
        if (!undelivered.isEmpty()) {
            settled.add(settled(Mark.UNDELIVERED, undelivered));
        }
        if (!silent.isEmpty()) {
            settled.add(settled(Mark.UNKNOWN, silent));
        }
        return Plan.after(running, settled, situation());
    }

    /** What a member's word to go on means; the next wave may still have to wait for the end of its pause. */
    List<BatchEvent> wentOn(Running running, Batch.Command.GoOn goOn) {
        var goAhead = new GoAhead(goOn.wave(), goOn.by(), goOn.address(), now());
        return Plan.after(running, List.of(new BatchEvent.WentOn(goAhead)), situation());
    }

    /** What a cancel means: nothing more starts, what never left never will. */
    List<BatchEvent> cancelled(Running running, MemberId by) {
        var asked = new BatchEvent.CancelAsked(by, now());
        return Plan.after(running, List.of(asked), situation());
    }

    /** Delivers the order, as soon as it is known that it still may be, or calls it off when its time is over. */
    private void approach(Running running, int index, Flight flight) {
        flight.tried(now(), with.settings().redeliverAtMost());
        if (!running.cancelling() && !isLate(running, flight)) {
            if (now().isBefore(entitledUntil)) {
                deliver(index, flight);
            } else {
                course.due(index);
            }
            return;
        }
        if (flight.neverLeft()) {
            return;
        }
        if (running.cancelling() && flight.isStarted()) {
            with.dispatch().cancel(course.permitted(), index);
        }
        with.dispatch().forbid(course.permitted(), index);
    }

    private void deliver(int index, Flight flight) {
        flight.handedOver();
        with.dispatch().deliver(course.permitted(), index);
    }

    /** Whoever asked was entitled to have orders delivered at {@code at}. */
    void entitled(Instant at) {
        entitledUntil = at.plus(with.settings().entitledFor());
    }

    /** Delivers what was due, but for what is withdrawn: that ends here, or by its host's word if it may have left. */
    List<BatchEvent> checked(Running running, Batch.Checked checked) {
        var withdrawn = new HashSet<Integer>();
        var settled = new ArrayList<BatchEvent>();
        checked.withdrawn().forEach((mark, indexes) -> {
            withdrawn.addAll(indexes);
            var here = new TreeSet<Integer>();
            indexes.forEach(index -> course.flight(index).ifPresent(flight -> {
                if (flight.neverLeft()) {
                    here.add(index);
                } else {
                    with.dispatch().forbid(course.permitted(), index);
                }
            }));
            if (!here.isEmpty()) {
                settled.add(settled(mark, here));
            }
        });
        if (withdrawn.isEmpty()) {
            entitled(now());
        }
        checked.due().stream()
                .filter(index -> !withdrawn.contains(index))
                .forEach(index -> course.flight(index)
                        .filter(flight -> !running.cancelling() && !isLate(running, flight))
                        .ifPresent(flight -> deliver(index, flight)));
        return Plan.after(running, settled, situation());
    }

    /** Whether nothing is delivered any more; to a host that was away, for which there is a time of its own. */
    private boolean isLate(Running running, Flight flight) {
        return isOver(running)
                || (flight.hasWaited() && now().isAfter(running.opening().deliverBy()));
    }

    private boolean isOver(Running running) {
        return now().isAfter(running.opening().notAfter());
    }

    private boolean isSilent(Running running, Flight flight) {
        Instant since = flight.lastHeard().isAfter(lastCall) ? flight.lastHeard() : lastCall;
        Instant patience = since.plus(with.settings().grace());
        return now().isAfter(running.cancelling() ? patience : patience.plus(Validity.SKEW));
    }

    /** Does what {@code events} say, which have just been stored, and tells whoever wants to know. */
    void carryOut(Begun after, long sequence, List<BatchEvent> events, List<Receipt.Signed> receipts) {
        Map<Integer, ExecutionRow> changed = new LinkedHashMap<>();
        unshown.forEach(index -> changed.put(index, course.executions().at(index)));
        unshown.clear();
        for (BatchEvent event : events) {
            if (event instanceof BatchEvent.Dispatched(var targets, var _)) {
                Range.indexes(targets).forEach(index -> changed.put(index, dispatch(after, index)));
            } else if (event instanceof BatchEvent.Settled(var mark, var targets, var _)) {
                Range.indexes(targets).forEach(index -> changed.put(index, settle(mark, index)));
            } else if (event instanceof BatchEvent.CancelAsked && after instanceof Running running) {
                lastCall = now();
                after.marks()
                        .all(Mark.DISPATCHED)
                        .forEach(index -> course.flight(index).ifPresent(flight -> approach(running, index, flight)));
            }
        }
        for (Receipt.Signed signed : receipts) {
            Receipt receipt = signed.content();
            course.index(receipt.operator(), receipt.execution())
                    .ifPresent(index -> changed.put(index, course.executions().told(index, receipt)));
            with.dispatch().kept(receipt);
        }
        show(List.copyOf(changed.values()));
        showBatch(after, sequence);
    }

    private ExecutionRow dispatch(Begun begun, int index) {
        Flight flight = course.depart(index, now(), with.settings().redeliverAfter());
        if (begun instanceof Running running) {
            approach(running, index, flight);
        }
        return course.executions().marked(index, Mark.DISPATCHED);
    }

    private ExecutionRow settle(Mark mark, int index) {
        course.land(index);
        return course.executions().marked(index, mark);
    }

    /** Writes every row and answers the batch's own; for a batch that was just read. */
    BatchRow showAll(Begun begun, long sequence) {
        show(course.executions().all());
        return showBatch(begun, sequence);
    }

    BatchRow showBatch(Begun begun, long sequence) {
        BatchRow row = course.executions().batch(begun, sequence);
        with.views().writer().write(group -> group.add(row));
        watchers.tell(new Progress.Changed(row));
        return row;
    }

    private void show(List<ExecutionRow> rows) {
        if (rows.isEmpty()) {
            return;
        }
        with.views().writer().write(group -> rows.forEach(group::add));
        if (!watchers.isEmpty()) {
            watchers.tell(new Progress.ExecutionsChanged(rows));
        }
    }

    private static BatchEvent.Settled settled(Mark mark, Set<Integer> ascending, Instant at) {
        return new BatchEvent.Settled(mark, Range.of(ascending.stream().mapToInt(Integer::intValue)), at);
    }

    private BatchEvent.Settled settled(Mark mark, Set<Integer> ascending) {
        return settled(mark, ascending, now());
    }

    private Plan.Situation situation() {
        return new Plan.Situation(with.settings().window(), course.away(), now());
    }

    private Instant now() {
        return with.clock().instant();
    }
}
