package ai.dropops.persistence.view;

/** How one host's carrying-out stands. */
public enum ExecutionStatus {
    WAITING,
    /** The order may have left. */
    DISPATCHED,
    RUNNING,
    /** The process ended; the exit code says how. */
    FINISHED,
    REFUSED,
    INTERRUPTED,
    /** Forbidden before it began. */
    VOIDED,
    /** Never sent, because the batch ended before. */
    SKIPPED,
    /** Never sent, because the host was away until the time for it was over. */
    UNDELIVERED,
    /** The host did not answer in time; its answer, should it come, still counts. */
    UNKNOWN;

    public boolean isFinal() {
        return switch (this) {
            case WAITING, DISPATCHED, RUNNING -> false;
            case FINISHED, REFUSED, INTERRUPTED, VOIDED, SKIPPED, UNDELIVERED, UNKNOWN -> true;
        };
    }
}
