package ai.dropops.protocol.identity;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** The slot an operator process fills. */
public record OperatorId(@JsonValue String value) implements Comparable<OperatorId> {
    private static final String PREFIX = "op_";

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public OperatorId {
        IdText.check(PREFIX, value);
    }

    /** The id made of 16 bytes, random unless it is derived from another id. */
    public static OperatorId of(byte[] bytes) {
        return new OperatorId(IdText.of(PREFIX, bytes));
    }

    /** The 16 bytes this id stands for. */
    public byte[] bytes() {
        return IdText.bytes(PREFIX, value);
    }

    @Override
    public int compareTo(OperatorId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
