package ai.dropops.cluster.batch;

import ai.dropops.protocol.identity.Bytes;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.OptionalInt;
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

    /** The first index marked so, where there is one. */
    OptionalInt first(Mark mark) {
        return all(mark).findFirst();
    }

    /** The last target whose order may have left. */
    OptionalInt lastStarted() {
        return IntStream.iterate(size() - 1, index -> index >= 0, index -> index - 1)
                .filter(index -> at(index) != Mark.WAITING && at(index) != Mark.SKIPPED)
                .findFirst();
    }

    /** How many of the first {@code targets} ended otherwise than they should. */
    int failures(int targets) {
        return (int) IntStream.range(0, targets)
                .mapToObj(this::at)
                .filter(Mark::isFailure)
                .count();
    }

    boolean areAllSettled() {
        return IntStream.range(0, size()).mapToObj(this::at).allMatch(Mark::isSettled);
    }
}
