package ai.dropops.protocol.identity;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** A member's working set. */
public record SessionId(@JsonValue String value) implements Comparable<SessionId> {
    private static final String PREFIX = "se_";

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public SessionId {
        IdText.check(PREFIX, value);
    }

    /** The id made of 16 bytes, random unless it is derived from another id. */
    public static SessionId of(byte[] bytes) {
        return new SessionId(IdText.of(PREFIX, bytes));
    }

    /** The 16 bytes this id stands for. */
    public byte[] bytes() {
        return IdText.bytes(PREFIX, value);
    }

    @Override
    public int compareTo(SessionId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
