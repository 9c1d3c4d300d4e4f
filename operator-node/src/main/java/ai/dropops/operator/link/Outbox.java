package ai.dropops.operator.link;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Frames waiting for the socket: words of the operator go before output, and whoever brings too much waits. */
final class Outbox {
    private static final int WORDS = 256;
    private static final int OUTPUTS = 8;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<byte[]> words = new ArrayDeque<>();
    private final Deque<byte[]> outputs = new ArrayDeque<>();
    private boolean closed;

    /** Whether the frame was taken; it is not once the connection has ended. */
    boolean word(byte[] frame) throws InterruptedException {
        return put(words, WORDS, frame);
    }

    boolean output(byte[] frame) throws InterruptedException {
        return put(outputs, OUTPUTS, frame);
    }

    /** The next frame to send, waited for; nothing once the connection has ended. */
    Optional<byte[]> take() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!closed && words.isEmpty() && outputs.isEmpty()) {
                changed.await();
            }
            if (closed) {
                return Optional.empty();
            }
            changed.signalAll();
            return Optional.of(words.isEmpty() ? outputs.remove() : words.remove());
        } finally {
            lock.unlock();
        }
    }

    /** Waits until all words have been taken. */
    void awaitSaid(long millis) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = TimeUnit.MILLISECONDS.toNanos(millis);
            while (!closed && !words.isEmpty() && left > 0) {
                left = changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private boolean put(Deque<byte[]> queue, int capacity, byte[] frame) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!closed && queue.size() >= capacity) {
                changed.await();
            }
            if (!closed) {
                queue.add(frame);
                changed.signalAll();
            }
            return !closed;
        } finally {
            lock.unlock();
        }
    }
}
