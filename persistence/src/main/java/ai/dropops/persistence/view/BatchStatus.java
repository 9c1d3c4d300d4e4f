package ai.dropops.persistence.view;

/** How a batch stands. */
public enum BatchStatus {
    /** Not begun: its approval is open. */
    WAITING,
    RUNNING,
    /** Ended, and every host exited 0. */
    COMPLETED,
    /** Ended, and at least one host did not exit 0. */
    FAILED,
    /** Ended early because more hosts failed than were allowed to; the others never started. */
    STOPPED,
    /** Ended early because somebody said so, or never approved. */
    CANCELLED;

    public boolean isFinal() {
        return this != WAITING && this != RUNNING;
    }
}
