package ai.dropops.cluster.batch;

import ai.dropops.protocol.identity.Bytes;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.stream.IntStream;

/** The mark of every target of a batch, one byte each. */
record Marks(@JsonValue Bytes bytes) {
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    Marks {}

    static Marks waiting(int targets) {
        return new Marks(Bytes.wrap(new byte[targets]));
    }

    int size() {
        return bytes.size();
    }

    Mark at(int index) {
        return Mark.of(bytes.array()[index]);
    }

    /** The same, but for {@code mark} in all of {@code ranges}. */
    Marks with(Mark mark, List<Range> ranges) {
        byte[] changed = bytes.array().clone();
        Range.indexes(ranges).forEach(index -> changed[index] = mark.code());
        return new Marks(Bytes.wrap(changed));
    }

    int count(Mark mark) {
        return (int) all(mark).count();
    }

    /** The indexes marked so, ascending. */
    IntStream all(Mark mark) {
        byte[] array = bytes.array();
        return IntStream.range(0, array.length).filter(index -> array[index] == mark.code());
    }

    /** Whether something ended otherwise than it should. */
    boolean hasFailure() {
        return IntStream.range(0, size())
                .mapToObj(this::at)
                .anyMatch(mark -> mark.isSettled() && mark != Mark.SUCCEEDED && mark != Mark.SKIPPED);
    }

    boolean areAllSettled() {
        return IntStream.range(0, size()).mapToObj(this::at).allMatch(Mark::isSettled);
    }
}
