package ai.dropops.persistence.view;

import java.time.Duration;

/** How an operator stands, as a person sees it. */
public enum OperatorStatus {
    /** Its slot was never filled. */
    AVAILABLE,
    /** It beats and can be bound. */
    ACTIVE,
    /** It beats and belongs to a session. */
    BOUND,
    /** It has been silent for {@link #SILENCE}. */
    OFFLINE,
    /** It belongs to a session and has been silent for {@link #SILENCE}. */
    STALE,
    /** It was told to end, and has not come back. */
    STOPPED;

    /** How long an operator may be silent. */
    public static final Duration SILENCE = Duration.ofSeconds(60);

    /** The status that follows from four facts. */
    public static OperatorStatus of(boolean stopped, boolean enrolled, boolean bound, boolean silent) {
        if (!enrolled) {
            return AVAILABLE;
        }
        if (stopped) {
            return STOPPED;
        }
        if (silent) {
            return bound ? STALE : OFFLINE;
        }
        return bound ? BOUND : ACTIVE;
    }
}
