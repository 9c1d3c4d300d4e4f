package ai.dropops.protocol.action;

/** In which order a batch reaches its hosts. */
public enum Strategy {
    /** One host after the other, in index order. */
    SEQUENTIAL("sequential"),
    /** All hosts at once. */
    PARALLEL("parallel");

    private final String wireName;

    Strategy(String wireName) {
        this.wireName = wireName;
    }

    public String wireName() {
        return wireName;
    }

    /** The strategy called {@code name}; an IllegalArgumentException that lists them when there is none. */
    public static Strategy ofWireName(String name) {
        for (Strategy strategy : values()) {
            if (strategy.wireName.equals(name)) {
                return strategy;
            }
        }
        throw new IllegalArgumentException("'" + name + "' is no strategy; use sequential or parallel");
    }
}
