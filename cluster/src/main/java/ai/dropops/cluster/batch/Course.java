package ai.dropops.cluster.batch;

import ai.dropops.cluster.execution.Permitted;
import ai.dropops.cluster.operator.Heard;
import ai.dropops.protocol.action.Receipt;
import ai.dropops.protocol.identity.BatchId;
import ai.dropops.protocol.identity.ExecutionId;
import ai.dropops.protocol.identity.OperatorId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;

/** What is known of a batch only while its entity lives: its targets at hand, orders under way, answers not yet stored. */
final class Course {
    private final Permitted permitted;
    private final Executions executions;
    private final Map<OperatorId, Integer> indexes = new HashMap<>();
    private final Map<Integer, Flight> flights = new HashMap<>();
    private List<Receipt.Signed> arrived = new ArrayList<>();
    private boolean storing;
    private final Set<Integer> due = new TreeSet<>();
    private boolean checking;

    Course(BatchId batch, Batch.Loaded loaded) {
        permitted = loaded.permitted();
        executions = new Executions(batch, permitted, loaded.targets());
        for (int index = 0; index < loaded.targets().size(); index++) {
            indexes.put(permitted.target(index).operator(), index);
        }
    }

    Permitted permitted() {
        return permitted;
    }

    Executions executions() {
        return executions;
    }

    /** Shows everything as {@code marks} and stored {@code receipts} say; orders that may have left are under way again. */
    void resume(Marks marks, List<Receipt.Signed> receipts, Instant now, Duration pause) {
        for (int index = 0; index < marks.size(); index++) {
            executions.marked(index, marks.at(index));
        }
        marks.all(Mark.DISPATCHED).forEach(index -> flights.put(index, Flight.resumed(now, pause)));
        for (Receipt.Signed signed : receipts) {
            Receipt receipt = signed.content();
            index(receipt.operator(), receipt.execution()).ifPresent(index -> {
                executions.told(index, receipt);
                if (marks.at(index).awaitsAnswer()) {
                    arrived.add(signed);
                }
            });
        }
    }

    /** The index of the target that {@code operator} and {@code execution} mean; empty when they are not of this batch. */
    OptionalInt index(OperatorId operator, ExecutionId execution) {
        Integer index = indexes.get(operator);
        return index != null && permitted.execution(index).equals(execution)
                ? OptionalInt.of(index)
                : OptionalInt.empty();
    }

    OptionalInt index(Heard.Returned returned) {
        Integer index = indexes.get(returned.operator());
        return index == null ? OptionalInt.empty() : OptionalInt.of(index);
    }

    /** The order under way to target {@code index}, if one is. */
    Optional<Flight> flight(int index) {
        return Optional.ofNullable(flights.get(index));
    }

    /** A first order goes under way to target {@code index}. */
    Flight depart(int index, Instant now, Duration pause) {
        var flight = Flight.fresh(now, pause);
        flights.put(index, flight);
        return flight;
    }

    void land(int index) {
        flights.remove(index);
    }

    /** How many orders wait for their host to come back. */
    int away() {
        return (int) flights.values().stream().filter(Flight::isAway).count();
    }

    /** The order to target {@code index} is delivered once it is known that it still may be. */
    void due(int index) {
        due.add(index);
    }

    /** The targets of which to find out next whether orders may still be delivered; none while others are looked at. */
    List<Integer> takeDue() {
        if (checking || due.isEmpty()) {
            return List.of();
        }
        checking = true;
        var taken = List.copyOf(due);
        due.clear();
        return taken;
    }

    void checked() {
        checking = false;
    }

    void arrived(Receipt.Signed receipt) {
        arrived.add(receipt);
    }

    /** The answers to store next, all at once; none while others are being stored. */
    List<Receipt.Signed> takeToStore() {
        if (storing || arrived.isEmpty()) {
            return List.of();
        }
        storing = true;
        var taken = List.copyOf(arrived);
        arrived = new ArrayList<>();
        return taken;
    }

    void stored() {
        storing = false;
    }

    /** They could not be stored, and are tried again with whatever has come since. */
    void notStored(List<Receipt.Signed> receipts) {
        storing = false;
        arrived.addAll(0, receipts);
    }
}
