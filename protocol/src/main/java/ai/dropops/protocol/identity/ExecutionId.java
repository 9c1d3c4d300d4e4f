package ai.dropops.protocol.identity;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.nio.ByteBuffer;

/** The execution key: what one operator's one attempt at one permitted proposal is known by, everywhere and for ever. */
public record ExecutionId(@JsonValue String value) {
    private static final int CHARACTERS = 64;

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public ExecutionId {
        if (!isHex(value)) {
            throw new IllegalArgumentException("an execution id is 64 lower-case hexadecimal characters");
        }
    }

    /** SHA-256 over the proposal's digest, the operator and the attempt, counted from 1. */
    public static ExecutionId of(Digest proposal, OperatorId operator, int attempt) {
        byte[] count = ByteBuffer.allocate(Integer.BYTES).putInt(attempt).array();
        return new ExecutionId(
                Digest.of(proposal.array(), operator.bytes(), count).hex());
    }

    private static boolean isHex(String value) {
        if (value.length() != CHARACTERS) {
            return false;
        }
        for (int i = 0; i < CHARACTERS; i++) {
            char it = value.charAt(i);
            if ((it < '0' || it > '9') && (it < 'a' || it > 'f')) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return value;
    }
}
