package ai.dropops.cluster.batch;

import ai.dropops.protocol.action.Outcome;

/** How a target stands in the journal, where its code is stored. */
public enum Mark {
    WAITING(0),
    DISPATCHED(1),
    SUCCEEDED(2),
    FAILED(3),
    REFUSED(4),
    INTERRUPTED(5),
    VOIDED(6),
    SKIPPED(7),
    UNKNOWN(8);

    private static final Mark[] BY_CODE = {
        WAITING, DISPATCHED, SUCCEEDED, FAILED, REFUSED, INTERRUPTED, VOIDED, SKIPPED, UNKNOWN
    };

    private final byte code;

    Mark(int code) {
        this.code = (byte) code;
    }

    byte code() {
        return code;
    }

    static Mark of(byte code) {
        return BY_CODE[code];
    }

    boolean isSettled() {
        return this != WAITING && this != DISPATCHED;
    }

    /** Whether it ended otherwise than it should; one that never started has not failed. */
    boolean isFailure() {
        return isSettled() && this != SUCCEEDED && this != SKIPPED;
    }

    /** Whether an operator's answer can still change it. */
    boolean awaitsAnswer() {
        return this == DISPATCHED || this == UNKNOWN;
    }

    /** The mark a host's final word makes. */
    static Mark of(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Finished finished -> finished.exitCode() == 0 ? SUCCEEDED : FAILED;
            case Outcome.Refused _ -> REFUSED;
            case Outcome.Interrupted _ -> INTERRUPTED;
            case Outcome.Voided _ -> VOIDED;
            case Outcome.StillRunning _ -> DISPATCHED;
        };
    }
}
