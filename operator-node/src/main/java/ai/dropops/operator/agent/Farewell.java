package ai.dropops.operator.agent;

import ai.dropops.operator.gate.Gate;
import ai.dropops.operator.link.Connection;
import ai.dropops.operator.vault.Vault;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * How an operator ends, whoever wants it to: what runs is ended, accounted for and reported, and the thread the operator
 * lives on is called back from whatever it waits for.
 */
final class Farewell {
    /** Longer than a cancelled process tree can take. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final Duration LAST_WORDS = Duration.ofSeconds(1);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(10);

    private final Line line;
    private final CountDownLatch wanted = new CountDownLatch(1);
    private final CompletableFuture<Void> said = new CompletableFuture<>();
    private volatile @Nullable Work work;

    /** What must be brought to an end. */
    private record Work(Gate gate, Vault vault) {}

    Farewell(Line line) {
        this.line = line;
    }

    void want() {
        wanted.countDown();
    }

    boolean isWanted() {
        return wanted.getCount() == 0;
    }

    boolean isWantedWithin(Duration patience) throws InterruptedException {
        return wanted.await(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** From now on {@code gate} is closed first. */
    void closes(Gate gate, Vault vault) {
        work = new Work(gate, vault);
    }

    /** Watches over the calling thread, which is interrupted when everything else has been brought to an end. */
    void watch() {
        Thread living = Thread.currentThread();
        Thread.ofPlatform().daemon().name("farewell").start(() -> {
            try {
                wanted.await();
                end();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                living.interrupt();
                said.complete(null);
            }
        });
    }

    /** Brings everything to an end and waits for it, on the thread that is watched over. */
    void finish() {
        want();
        said.join();
        Thread.interrupted();
    }

    private void end() throws InterruptedException {
        Work open = work;
        if (open == null) {
            return;
        }
        open.gate().close(PATIENCE);
        Optional<Connection> connection = line.open();
        if (connection.isPresent()) {
            awaitKept(open.vault(), connection.get());
            connection.get().leave();
        }
    }

    /** Gives the control plane a moment to confirm the last receipts; they would be repeated at the next start. */
    private static void awaitKept(Vault vault, Connection connection) throws InterruptedException {
        long deadline = System.nanoTime() + LAST_WORDS.toNanos();
        while (!vault.unkept(0, 1).isEmpty() && System.nanoTime() < deadline) {
            if (connection.endsWithin(LOOK_AGAIN)) {
                return;
            }
        }
    }
}
