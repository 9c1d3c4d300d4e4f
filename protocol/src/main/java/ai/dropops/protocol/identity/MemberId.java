package ai.dropops.protocol.identity;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** A person in a workspace. */
public record MemberId(@JsonValue String value) implements Comparable<MemberId> {
    private static final String PREFIX = "mb_";

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public MemberId {
        IdText.check(PREFIX, value);
    }

    /** The id made of 16 bytes, random unless it is derived from another id. */
    public static MemberId of(byte[] bytes) {
        return new MemberId(IdText.of(PREFIX, bytes));
    }

    /** The 16 bytes this id stands for. */
    public byte[] bytes() {
        return IdText.bytes(PREFIX, value);
    }

    @Override
    public int compareTo(MemberId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
