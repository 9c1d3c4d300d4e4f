package ai.dropops.web.link;

import ai.dropops.protocol.action.Receipt;
import ai.dropops.protocol.wire.Frame;
import java.util.Collection;
import java.util.TreeMap;

/** The reports passed on to the operator's entity that nobody has stored yet, by the sequence of their receipts. */
final class Reports {
    private final int limit;
    private final TreeMap<Long, Frame.Report> unkept = new TreeMap<>();
    private long highest;

    /** {@code sequence} is that of the last receipt the operator says it made. */
    Reports(int limit, long sequence) {
        this.limit = limit;
        this.highest = sequence;
    }

    /** Remembers {@code report} until it is kept; an IllegalArgumentException when it is not well formed. */
    void add(Frame.Report report) {
        Receipt content = report.receipt().content();
        highest = Math.max(highest, content.sequence());
        unkept.put(content.sequence(), report);
        if (unkept.size() > limit) {
            unkept.pollFirstEntry();
        }
    }

    void kept(long sequence) {
        unkept.remove(sequence);
    }

    Collection<Frame.Report> unkept() {
        return unkept.values();
    }

    /** The last receipt known to have been made. */
    long highest() {
        return highest;
    }
}
