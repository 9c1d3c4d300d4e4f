package ai.dropops.load.swarm;

import ai.dropops.protocol.action.Receipt;
import ai.dropops.protocol.identity.ExecutionId;
import ai.dropops.protocol.identity.OperatorId;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What one simulated operator knows of its executions, all of them where they are logged, else only the latest; and of its
 * receipts, those the control plane does not keep yet.
 */
final class Memory {
    private static final int REMEMBERED = 32;

    private final @Nullable RunLog log;
    private final Map<ExecutionId, RunLog.Entry> earlier = new HashMap<>(0);
    private final Set<ExecutionId> told = new HashSet<>(0);
    private final Map<ExecutionId, Receipt.Signed> receipts;
    private final NavigableMap<Long, Receipt.Signed> untold = new TreeMap<>();

    private Memory(@Nullable RunLog log) {
        this.log = log;
        this.receipts = log == null ? new Latest() : new HashMap<>(0);
    }

    static Memory ofTheLatest() {
        return new Memory(null);
    }

    /** Goes on from {@code earlier}, which an earlier process wrote into {@code log} for this operator. */
    static Memory loggedIn(RunLog log, List<RunLog.Entry> earlier) {
        var memory = new Memory(log);
        earlier.forEach(entry -> {
            if (entry.deed() == RunLog.Deed.TOLD) {
                memory.told.add(entry.execution());
            } else {
                memory.earlier.put(entry.execution(), entry);
            }
        });
        return memory;
    }

    /** What an earlier process of this operator did, and may not have told. */
    List<RunLog.Entry> earlierUntold() {
        return earlier.values().stream()
                .filter(entry -> !told.contains(entry.execution()))
                .toList();
    }

    /** A log and what is in it already, for operators to be made with. */
    record Book(RunLog log, Map<OperatorId, List<RunLog.Entry>> earlier) {
        static Book at(Path file) {
            return new Book(RunLog.at(file), RunLog.byOperator(file));
        }

        Memory of(Identity identity) {
            return loggedIn(log, earlier.getOrDefault(identity.operator(), List.of()));
        }
    }

    Optional<Receipt.Signed> receipt(ExecutionId execution) {
        return Optional.ofNullable(receipts.get(execution));
    }

    /** What an earlier process of this operator did about {@code execution}. */
    Optional<RunLog.Entry> earlier(ExecutionId execution) {
        return Optional.ofNullable(earlier.get(execution));
    }

    void keep(ExecutionId execution, Receipt.Signed receipt) {
        receipts.put(execution, receipt);
        untold.put(receipt.content().sequence(), receipt);
    }

    /** The receipts to be told again, up to that of {@code sequence}. */
    List<Receipt.Signed> untold(long sequence) {
        return List.copyOf(untold.headMap(sequence, true).values());
    }

    /** The control plane keeps the receipt of {@code sequence}; the receipt, where that is news. */
    Optional<Receipt.Signed> told(long sequence) {
        return Optional.ofNullable(untold.remove(sequence));
    }

    void write(RunLog.Entry entry) {
        if (log != null) {
            log.write(entry);
        }
    }

    private static final class Latest extends LinkedHashMap<ExecutionId, Receipt.Signed> {
        private static final long serialVersionUID = 1;

        Latest() {
            super(0);
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<ExecutionId, Receipt.Signed> eldest) {
            return size() > REMEMBERED;
        }
    }
}
