package ai.dropops.web.link;

import ai.dropops.cluster.operator.OutputChunk;
import org.apache.pekko.stream.BoundedSourceQueue;
import org.apache.pekko.stream.QueueOfferResult;

/**
 * One stream of output under way from an operator: what was sent and not yet taken lies in {@code queue}, which holds no
 * more than was credited.
 */
final class Reader {
    private final BoundedSourceQueue<OutputChunk> queue;
    private final int window;
    private int taken;

    Reader(BoundedSourceQueue<OutputChunk> queue, int window) {
        this.queue = queue;
        this.window = window;
    }

    /** Whether {@code chunk} was within what was credited. */
    boolean accepts(OutputChunk chunk) {
        return !queue.offer(chunk).equals(QueueOfferResult.dropped());
    }

    /** Downstream took one chunk; how many frames to credit now, in halves of the window. */
    int credit() {
        taken++;
        if (taken < (window + 1) / 2) {
            return 0;
        }
        int credit = taken;
        taken = 0;
        return credit;
    }

    /** Nothing follows; downstream still gets what lies here. */
    void complete() {
        if (!queue.isCompleted()) {
            queue.complete();
        }
    }
}
