package ai.dropops.operator.host;

import ai.dropops.protocol.wire.Metrics;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** How the host is doing, from /proc and the root file system; what cannot be had is -1. */
public final class Gauges {
    private static final double GB = 1 << 30;
    private static final int IDLE = 3;
    private static final int IO_WAIT = 4;
    private static final int COUNTED = 8;

    private long[] before = cpuTicks();

    /**
     * The gauges of this moment.
     *
     * @param latencyMs the last round trip to the control plane, -1 when there was none
     */
    public synchronized Metrics read(double latencyMs) {
        long total = Facts.kilobytes("/proc/meminfo", "MemTotal");
        long used = total - Facts.kilobytes("/proc/meminfo", "MemAvailable");
        double diskTotal = -1;
        double diskUsed = -1;
        try {
            FileStore disk = Files.getFileStore(Path.of("/"));
            diskTotal = disk.getTotalSpace() / GB;
            diskUsed = diskTotal - disk.getUnallocatedSpace() / GB;
        } catch (IOException | RuntimeException e) {
            // stays unknown
        }
        return new Metrics(
                cpuPercent(),
                percent((double) used, (double) total),
                percent(diskUsed, diskTotal),
                used / 1024,
                total / 1024,
                diskUsed,
                diskTotal,
                Facts.word("/proc/loadavg", 0),
                (long) Facts.word("/proc/uptime", 0),
                latencyMs);
    }

    /** Since the last reading. */
    private double cpuPercent() {
        long[] now = cpuTicks();
        if (now.length < COUNTED || before.length < COUNTED) {
            return -1;
        }
        double all = 0;
        for (int i = 0; i < COUNTED; i++) {
            all += now[i] - before[i];
        }
        double idle = now[IDLE] - before[IDLE] + now[IO_WAIT] - before[IO_WAIT];
        before = now;
        return percent(all - idle, all);
    }

    private static double percent(double part, double whole) {
        return whole <= 0 ? -1 : Math.clamp(100 * part / whole, 0, 100);
    }

    private static long[] cpuTicks() {
        String[] words = Facts.line("/proc/stat").split(" +", -1);
        return Arrays.stream(words).skip(1).mapToLong(Facts::number).toArray();
    }
}
