package ai.dropops.operator.exec;

import ai.dropops.operator.vault.Volumes;
import java.time.Instant;

/** How a process ended. */
public sealed interface Ended {
    /** What it had written. */
    Volumes output();

    /**
     * The shell ended.
     *
     * @param exitCode as the shell reports it: 128 + the signal's number when a signal ended it
     * @param cancelled whether it was told to stop
     */
    record Exited(int exitCode, boolean cancelled, Instant at, Volumes output) implements Ended {}

    /** It could not be watched to its end, and was killed. */
    record LostSight(Volumes output) implements Ended {}
}
