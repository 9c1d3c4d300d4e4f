package ai.dropops.protocol.guard;

/** How much harm an action could do, from least to most. */
public enum Risk {
    LOW,
    MEDIUM,
    HIGH;

    /** One step more, where there is one. */
    public Risk raised() {
        return switch (this) {
            case LOW -> MEDIUM;
            case MEDIUM, HIGH -> HIGH;
        };
    }
}
