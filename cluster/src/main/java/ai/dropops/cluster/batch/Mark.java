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
    UNKNOWN(8),
    /** Its host was away until nothing was delivered any more. */
    UNDELIVERED(9),
    /** Whoever asked might not have it run any more when it was to be delivered. */
    UNENTITLED(10),
    /** The policy in force denied it when it was to be delivered. */
    PROHIBITED(11);

    private static final Mark[] BY_CODE = {
        WAITING,
        DISPATCHED,
        SUCCEEDED,
        FAILED,
        REFUSED,
        INTERRUPTED,
        VOIDED,
        SKIPPED,
        UNKNOWN,
        UNDELIVERED,
        UNENTITLED,
        PROHIBITED
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
        return isSettled() && this != SUCCEEDED && this != SKIPPED && this != UNDELIVERED;
    }

    /** Whether an operator's answer can still change it. */
    boolean awaitsAnswer() {
        return this == DISPATCHED || this == UNKNOWN;
    }

    /** What to say of a target marked so, where its host has said nothing. */
    String message() {
        return switch (this) {
            case SKIPPED -> "Not started: the batch ended before its turn came.";
            case UNKNOWN -> "The host has not answered. If it does, its answer still counts.";
            case UNDELIVERED -> "Not delivered: the host was away until the time for it was over.";
            case UNENTITLED -> "Not delivered: whoever asked for it may not run commands in this workspace any more.";
            case PROHIBITED -> "Not delivered: the policy that has come into force denies it.";
            case WAITING, DISPATCHED, SUCCEEDED, FAILED, REFUSED, INTERRUPTED, VOIDED -> "";
        };
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
