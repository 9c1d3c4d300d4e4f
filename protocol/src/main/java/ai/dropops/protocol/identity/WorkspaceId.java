package ai.dropops.protocol.identity;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** The tenant everything belongs to. */
public record WorkspaceId(@JsonValue String value) implements Comparable<WorkspaceId> {
    private static final String PREFIX = "ws_";

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public WorkspaceId {
        IdText.check(PREFIX, value);
    }

    /** The id made of 16 bytes, random unless it is derived from another id. */
    public static WorkspaceId of(byte[] bytes) {
        return new WorkspaceId(IdText.of(PREFIX, bytes));
    }

    /** The 16 bytes this id stands for. */
    public byte[] bytes() {
        return IdText.bytes(PREFIX, value);
    }

    @Override
    public int compareTo(WorkspaceId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
