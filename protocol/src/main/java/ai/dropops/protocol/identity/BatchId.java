package ai.dropops.protocol.identity;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** The carrying-out of one proposal. */
public record BatchId(@JsonValue String value) implements Comparable<BatchId> {
    private static final String PREFIX = "ba_";

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public BatchId {
        IdText.check(PREFIX, value);
    }

    /** The id made of 16 bytes, random unless it is derived from another id. */
    public static BatchId of(byte[] bytes) {
        return new BatchId(IdText.of(PREFIX, bytes));
    }

    /** The batch that carries out {@code proposal}; there is exactly one. */
    public static BatchId of(ProposalId proposal) {
        return of(proposal.bytes());
    }

    /** The proposal this batch carries out. */
    public ProposalId proposal() {
        return ProposalId.of(bytes());
    }

    /** The 16 bytes this id stands for. */
    public byte[] bytes() {
        return IdText.bytes(PREFIX, value);
    }

    @Override
    public int compareTo(BatchId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
