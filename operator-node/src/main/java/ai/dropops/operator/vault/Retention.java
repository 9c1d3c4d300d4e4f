package ai.dropops.operator.vault;

/**
 * How much output is kept.
 *
 * @param executionLimit bytes kept of one execution: its first and its last half
 * @param totalLimit bytes kept of all; the oldest ended executions make room
 * @param maxExecutions of how many ended executions output is kept
 * @param reserve bytes of the disk that are left free for others
 */
public record Retention(long executionLimit, long totalLimit, int maxExecutions, long reserve) {
    public static final long SMALLEST = 1 << 20;
    public static final long DEFAULT = 2L << 30;

    private static final long RESERVE = 512L << 20;
    private static final int EXECUTIONS = 10_000;
    private static final int TOTAL_FACTOR = 8;
    private static final long LARGEST_SEGMENT = 8 << 20;
    private static final int SEGMENTS = 16;

    public Retention {
        if (executionLimit < SMALLEST) {
            throw new IllegalArgumentException("at least 1 MiB of output is kept for an execution");
        }
    }

    /** The retention with {@code executionLimit} and the usual rest. */
    public static Retention of(long executionLimit) {
        return new Retention(executionLimit, TOTAL_FACTOR * executionLimit, EXECUTIONS, RESERVE);
    }

    /** The size of the files output is cut into, which are kept or dropped as a whole. */
    long segment() {
        return Math.min(LARGEST_SEGMENT, executionLimit / SEGMENTS);
    }
}
