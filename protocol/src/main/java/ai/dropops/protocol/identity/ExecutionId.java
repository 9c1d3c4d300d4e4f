package ai.dropops.protocol.identity;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.nio.ByteBuffer;

/** The execution key: what one operator's one attempt at one permitted proposal is known by, everywhere and for ever. */
public record ExecutionId(@JsonValue String value) {
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public ExecutionId {
        if (!Digest.parse(value).hex().equals(value)) {
            throw new IllegalArgumentException("an execution id is 64 lower-case hexadecimal characters");
        }
    }

    /** SHA-256 over the proposal's digest, the operator and the attempt, counted from 1. */
    public static ExecutionId of(Digest proposal, OperatorId operator, int attempt) {
        byte[] count = ByteBuffer.allocate(Integer.BYTES).putInt(attempt).array();
        return new ExecutionId(
                Digest.of(proposal.array(), operator.bytes(), count).hex());
    }

    @Override
    public String toString() {
        return value;
    }
}
