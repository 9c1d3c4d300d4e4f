package ai.dropops.protocol.action;

/**
 * Into which groups the hosts of a batch fall by their index; waves are counted from 0.
 *
 * @param hosts how many hosts there are
 * @param canary how many of them are the first wave, 0 when it is as large as the others
 * @param size of every other wave, the last of which may be smaller
 */
public record Waves(int hosts, int canary, int size) {
    public Waves {
        if (hosts < 0 || canary < 0 || size < 1) {
            throw new IllegalArgumentException("waves have a size");
        }
    }

    public static Waves of(Strategy strategy, Limits limits, int hosts) {
        int canary = strategy.isInWaves() ? Math.min(limits.canary(), hosts) : 0;
        int rest = Math.max(1, hosts - canary);
        return new Waves(hosts, canary, strategy == Strategy.ROLLING ? Math.min(limits.atOnce(), rest) : rest);
    }

    public int count() {
        return hosts == 0 ? 0 : of(hosts - 1) + 1;
    }

    /** The wave of host {@code index}. */
    public int of(int index) {
        return index < canary ? 0 : before() + (index - canary) / size;
    }

    /** The index of the first host of {@code wave}. */
    public int start(int wave) {
        return wave < before() ? 0 : Math.min(hosts, canary + (wave - before()) * size);
    }

    /** How many hosts {@code wave} has. */
    public int hosts(int wave) {
        return start(wave + 1) - start(wave);
    }

    private int before() {
        return canary > 0 ? 1 : 0;
    }
}
