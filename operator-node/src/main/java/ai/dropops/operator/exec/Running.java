package ai.dropops.operator.exec;

import ai.dropops.protocol.identity.ExecutionId;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/** A process that was started, until its end is known. */
public final class Running {
    /** Between being asked to end and being ended. */
    static final Duration GRACE = Duration.ofSeconds(5);

    private final ProcessTree tree;
    private final AtomicBoolean cancelled = new AtomicBoolean();
    private final CompletableFuture<Void> treeEnded = new CompletableFuture<>();
    private final CompletableFuture<Ended> ended = new CompletableFuture<>();

    Running(int shell, ExecutionId execution) {
        this.tree = new ProcessTree(shell, execution);
    }

    /** Ends the whole process tree, now or 5 seconds later; harmless when it has ended or is told again. */
    public void cancel() {
        if (!ended.isDone() && cancelled.compareAndSet(false, true)) {
            Thread.ofPlatform().daemon().name("cancel").start(() -> {
                try {
                    tree.end(GRACE);
                } finally {
                    treeEnded.complete(null);
                }
            });
        }
    }

    /** Completes when the process has ended and its output is recorded, and its whole tree if it was cancelled. */
    public CompletableFuture<Ended> ended() {
        return ended;
    }

    /** Ends what the shell has left running, at once. */
    void endRest() {
        tree.end(Duration.ZERO);
    }

    /** Returns at once when nobody cancelled it, otherwise when its whole tree has ended. */
    void awaitCancelled() {
        if (cancelled.get()) {
            treeEnded.join();
        }
    }

    boolean isCancelled() {
        return cancelled.get();
    }
}
