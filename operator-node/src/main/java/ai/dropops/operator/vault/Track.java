package ai.dropops.operator.vault;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** How far the output of one execution is recorded, shared by the one who writes and those who read. */
final class Track {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition moved = lock.newCondition();
    private final List<Kept> segments = new ArrayList<>();
    private Offsets total = Offsets.START;
    private boolean ended;

    /** A segment that is still there, with the bytes its file holds. */
    record Kept(Segment segment, long length) {}

    /** What a reader can do. */
    sealed interface Step {
        /** Bytes of the current segment up to {@code limit} are there. */
        record Read(long limit) implements Step {}

        /** The current segment has no more; this one follows. */
        record MoveOn(Segment next) implements Step {}

        /** Nothing follows. */
        record Finish(Offsets total) implements Step {}
    }

    static Track complete(List<Kept> segments, Offsets total) {
        var track = new Track();
        track.segments.addAll(segments);
        track.total = total;
        track.ended = true;
        return track;
    }

    /** The writer has begun a segment. */
    void began(Segment segment) {
        change(() -> segments.add(new Kept(segment, Segment.HEADER)));
    }

    /** The writer has dropped a segment. */
    void dropped(Segment segment) {
        change(() -> segments.removeIf(kept -> kept.segment().equals(segment)));
    }

    /** The output has reached {@code total}, and the last segment's file {@code length} bytes. */
    void reached(Offsets total, long length) {
        change(() -> {
            this.total = total;
            segments.set(segments.size() - 1, new Kept(segments.getLast().segment(), length));
        });
    }

    /** The output has reached {@code total} without being kept. */
    void missed(Offsets total) {
        change(() -> this.total = total);
    }

    void end() {
        change(() -> ended = true);
    }

    /** Waits until a reader at {@code position} of the segment numbered {@code current} can do something, and says what. */
    Step step(int current, long position, Offsets reached) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (true) {
                Segment next = null;
                for (Kept kept : segments) {
                    int number = kept.segment().number();
                    if (number == current && position < kept.length()) {
                        return new Step.Read(kept.length());
                    }
                    // a segment is skipped when the reader is already past the beginning of the one after it
                    if (number > current
                            && (next == null || reached.isAtLeast(kept.segment().start()))) {
                        next = kept.segment();
                    }
                }
                if (next != null) {
                    return new Step.MoveOn(next);
                }
                if (ended) {
                    return new Step.Finish(total);
                }
                moved.await();
            }
        } finally {
            lock.unlock();
        }
    }

    private void change(Runnable change) {
        lock.lock();
        try {
            change.run();
            moved.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
