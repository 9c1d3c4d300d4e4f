package ai.dropops.persistence.view;

import ai.dropops.persistence.schema.Database;
import ai.dropops.persistence.secrets.WorkspaceKeys;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** The read model: every table's queries, and the one writer. Queries block. */
public final class Views implements AutoCloseable {
    private final OperatorRows operators;
    private final ApprovalRows approvals;
    private final BatchRows batches;
    private final ExecutionRows executions;
    private final Proposals proposals;
    private final SealedTexts texts;
    private final Receipts receipts;
    private final Checkpoints checkpoints;
    private final Members members;
    private final PolicyRows policies;
    private final GroupRows groups;
    private final DeviceLinkRows deviceLinks;
    private final WakeUps wakeUps;
    private final ViewWriter writer;
    private volatile Supplier<CompletionStage<Void>> elsewhere = () -> CompletableFuture.completedStage(null);

    private Views(Database database, WorkspaceKeys keys, Clock clock) {
        operators = new OperatorRows(database, clock);
        approvals = new ApprovalRows(database);
        batches = new BatchRows(database);
        executions = new ExecutionRows(database);
        texts = new SealedTexts(keys);
        proposals = new Proposals(database, keys, texts);
        receipts = new Receipts(database);
        checkpoints = new Checkpoints(database, keys);
        members = new Members(database);
        policies = new PolicyRows(database);
        groups = new GroupRows(database);
        deviceLinks = new DeviceLinkRows(database);
        wakeUps = new WakeUps(database);
        writer = new ViewWriter(database);
    }

    /** The read model of a process that starts; when no other one can hold a link, none is open. */
    public static Views open(Database database, WorkspaceKeys keys, Clock clock) {
        var views = new Views(database, keys, clock);
        if (!database.isShared()) {
            views.operators.forgetLinks();
        }
        return views;
    }

    public OperatorRows operators() {
        return operators;
    }

    public ApprovalRows approvals() {
        return approvals;
    }

    public BatchRows batches() {
        return batches;
    }

    public ExecutionRows executions() {
        return executions;
    }

    public Proposals proposals() {
        return proposals;
    }

    public SealedTexts texts() {
        return texts;
    }

    public Receipts receipts() {
        return receipts;
    }

    public Checkpoints checkpoints() {
        return checkpoints;
    }

    public Members members() {
        return members;
    }

    public PolicyRows policies() {
        return policies;
    }

    public GroupRows groups() {
        return groups;
    }

    public DeviceLinkRows deviceLinks() {
        return deviceLinks;
    }

    public WakeUps wakeUps() {
        return wakeUps;
    }

    public ViewWriter writer() {
        return writer;
    }

    /** From now on {@link #flushed} also waits for what {@code others} promises: that other processes have flushed. */
    public void waitAlsoFor(Supplier<CompletionStage<Void>> others) {
        elsewhere = others;
    }

    /** Completes when the rows of everything an entity has answered before can be read. */
    public CompletionStage<Void> flushed() {
        return writer.flushed().thenCompose(_ -> elsewhere.get());
    }

    /** Writes what is queued, then ends the writer. */
    @Override
    public void close() {
        writer.close();
    }
}
