package ai.dropops.cluster.batch;

import ai.dropops.protocol.identity.Bytes;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/** The mark of every target of a batch, one byte each, with value equality; how many there are of each is counted once. */
final class Marks {
    private final Bytes bytes;
    private final int[] tally = new int[Mark.values().length];

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    Marks(Bytes bytes) {
        this.bytes = bytes;
        for (byte code : bytes.array()) {
            tally[code]++;
        }
    }

    static Marks waiting(int targets) {
        return new Marks(Bytes.wrap(new byte[targets]));
    }

    @JsonValue
    Bytes bytes() {
        return bytes;
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
        return tally[mark.code()];
    }

    /** The indexes marked so, ascending. */
    IntStream all(Mark mark) {
        byte[] array = bytes.array();
        return IntStream.range(0, array.length).filter(index -> array[index] == mark.code());
    }

    /** The first index marked so, where there is one. */
    OptionalInt first(Mark mark) {
        return count(mark) == 0 ? OptionalInt.empty() : all(mark).findFirst();
    }

    /** The last target whose order may have left. */
    OptionalInt lastStarted() {
        return IntStream.iterate(size() - 1, index -> index >= 0, index -> index - 1)
                .filter(index -> at(index) != Mark.WAITING && at(index) != Mark.SKIPPED)
                .findFirst();
    }

    /** How many of the first {@code targets} ended otherwise than they should. */
    int failures(int targets) {
        int failures = 0;
        for (int index = 0; index < targets; index++) {
            failures += at(index).isFailure() ? 1 : 0;
        }
        return failures;
    }

    boolean areAllSettled() {
        return count(Mark.WAITING) + count(Mark.DISPATCHED) == 0;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Marks that && bytes.equals(that.bytes);
    }

    @Override
    public int hashCode() {
        return bytes.hashCode();
    }

    @Override
    public String toString() {
        return bytes.hex();
    }
}
