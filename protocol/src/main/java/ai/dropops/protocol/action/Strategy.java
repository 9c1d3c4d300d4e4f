package ai.dropops.protocol.action;

import java.util.Arrays;
import java.util.stream.Collectors;

/** In which order a batch reaches its hosts. */
public enum Strategy {
    /** One host after the other, in index order. */
    SEQUENTIAL("sequential"),
    /** Wave by wave, each as large as may be under way at once; a wave begins when the one before is over. */
    ROLLING("rolling"),
    /** A few hosts first and, if none of them fails, all others. */
    CANARY("canary"),
    /** All hosts at once, or as many as may be under way. */
    PARALLEL("parallel");

    private final String wireName;

    Strategy(String wireName) {
        this.wireName = wireName;
    }

    public String wireName() {
        return wireName;
    }

    /** Whether some hosts wait until all of those before them are done. */
    public boolean isInWaves() {
        return this == ROLLING || this == CANARY;
    }

    /** The strategy called {@code name}; an IllegalArgumentException that lists them when there is none. */
    public static Strategy ofWireName(String name) {
        for (Strategy strategy : values()) {
            if (strategy.wireName.equals(name)) {
                return strategy;
            }
        }
        throw new IllegalArgumentException("'" + name + "' is no strategy; use one of "
                + Arrays.stream(values()).map(Strategy::wireName).collect(Collectors.joining(", ")));
    }
}
