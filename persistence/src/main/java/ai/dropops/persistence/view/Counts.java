package ai.dropops.persistence.view;

/** How many executions of a batch stand where; FINISHED is split by exit code. */
public record Counts(
        int waiting,
        int dispatched,
        int running,
        int succeeded,
        int failed,
        int refused,
        int interrupted,
        int voided,
        int skipped,
        int undelivered,
        int unknown) {
    public static Counts waiting(int targets) {
        return new Counts(targets, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    }
}
