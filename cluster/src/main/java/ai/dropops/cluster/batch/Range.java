package ai.dropops.cluster.batch;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** The indexes from {@code from} up to and with {@code to}. */
public record Range(int from, int to) {
    public Range {
        if (from < 0 || to < from) {
            throw new IllegalArgumentException("a range runs from 0 or more to no less");
        }
    }

    IntStream indexes() {
        return IntStream.rangeClosed(from, to);
    }

    /** Ascending indexes as few ranges. */
    static List<Range> of(IntStream ascending) {
        var ranges = new ArrayList<Range>();
        ascending.forEach(index -> {
            if (!ranges.isEmpty() && ranges.getLast().to == index - 1) {
                ranges.set(ranges.size() - 1, new Range(ranges.getLast().from, index));
            } else {
                ranges.add(new Range(index, index));
            }
        });
        return List.copyOf(ranges);
    }

    static IntStream indexes(List<Range> ranges) {
        return ranges.stream().flatMapToInt(Range::indexes);
    }
}
