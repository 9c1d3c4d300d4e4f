package ai.dropops.protocol.wire;

/**
 * How the host is doing. Percentages are 0 to 100; a value that cannot be had, or is no number, is -1.
 *
 * @param latencyMs the last round trip to the control plane, in milliseconds
 */
public record Metrics(
        double cpuPercent,
        double memoryPercent,
        double diskPercent,
        long memoryUsedMb,
        long memoryTotalMb,
        double diskUsedGb,
        double diskTotalGb,
        double load1,
        long uptimeSeconds,
        double latencyMs) {
    public Metrics {
        cpuPercent = finite(cpuPercent);
        memoryPercent = finite(memoryPercent);
        diskPercent = finite(diskPercent);
        diskUsedGb = finite(diskUsedGb);
        diskTotalGb = finite(diskTotalGb);
        load1 = finite(load1);
        latencyMs = finite(latencyMs);
    }

    private static double finite(double value) {
        return Double.isFinite(value) ? value : -1;
    }
}
