package ai.dropops.protocol.identity;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** One proposal; its 16 bytes are the random part of the frozen digest. */
public record ProposalId(@JsonValue String value) implements Comparable<ProposalId> {
    private static final String PREFIX = "pr_";

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public ProposalId {
        IdText.check(PREFIX, value);
    }

    /** The id made of 16 bytes, random unless it is derived from another id. */
    public static ProposalId of(byte[] bytes) {
        return new ProposalId(IdText.of(PREFIX, bytes));
    }

    /** The 16 bytes this id stands for. */
    public byte[] bytes() {
        return IdText.bytes(PREFIX, value);
    }

    @Override
    public int compareTo(ProposalId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
