package ai.dropops.protocol.identity;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** The record one operator keeps on its host, from its making to its reset. */
public record VaultId(@JsonValue String value) implements Comparable<VaultId> {
    private static final String PREFIX = "vt_";

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public VaultId {
        IdText.check(PREFIX, value);
    }

    /** The id made of 16 bytes, random unless it is derived from another id. */
    public static VaultId of(byte[] bytes) {
        return new VaultId(IdText.of(PREFIX, bytes));
    }

    /** The 16 bytes this id stands for. */
    public byte[] bytes() {
        return IdText.bytes(PREFIX, value);
    }

    @Override
    public int compareTo(VaultId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
