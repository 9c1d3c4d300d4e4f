package ai.dropops.web.api;

import ai.dropops.persistence.traffic.TrafficKind;
import ai.dropops.persistence.traffic.TrafficSum;
import ai.dropops.persistence.traffic.Transmission;
import ai.dropops.persistence.view.ExecutionStatus;
import ai.dropops.protocol.identity.BatchId;
import ai.dropops.protocol.identity.Digest;
import ai.dropops.protocol.identity.ExecutionId;
import ai.dropops.protocol.identity.OperatorId;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One execution in bytes, as the API shows it: what stayed on the host, and what left it.
 *
 * @param type the action's type
 * @param keptBytes what it printed, all of which lies on the host; 0 where that keeps no records
 * @param metadataBytes what left the host to say how it went
 * @param outputBytes what left the host because somebody read the output, or because the host keeps none
 * @param keptShare how much of what was printed never left the host, from 0 to 1; null when nothing was printed
 */
record TransmissionJson(
        ExecutionId executionId,
        BatchId batchId,
        OperatorId operatorId,
        String name,
        String type,
        String command,
        Instant at,
        long keptBytes,
        long metadataBytes,
        long outputBytes,
        @Nullable Double keptShare,
        ExecutionStatus state,
        @Nullable Integer exitCode,
        @Nullable String stdoutSha256,
        @Nullable String stderrSha256) {
    private static final Set<TrafficKind> OF_EXECUTIONS =
            EnumSet.of(TrafficKind.EXECUTION, TrafficKind.OUTPUT, TrafficKind.RECORD);

    static TransmissionJson of(Transmission row, ActionJson action) {
        return new TransmissionJson(
                row.execution(),
                row.batch(),
                row.operator(),
                row.name(),
                action.type(),
                action.command(),
                row.at(),
                row.kept(),
                row.told(),
                row.shown(),
                keptShare(row.kept(), row.told() + row.shown()),
                row.state(),
                row.exitCode(),
                hex(row.stdout()),
                hex(row.stderr()));
    }

    /**
     * What was transmitted altogether.
     *
     * @param keptBytes what executions printed
     * @param transmittedBytes everything that left the hosts, to the last byte of TLS
     * @param receivedBytes everything that went to the hosts
     * @param keptShare how much of what was printed never left a host, what executions and readers transmitted being
     *     taken off it
     */
    record Totals(
            long keptBytes,
            long transmittedBytes,
            long receivedBytes,
            @Nullable Double keptShare,
            List<Kind> kinds) {

        static Totals of(List<TrafficSum> sums) {
            long kept = sums.stream().mapToLong(TrafficSum::kept).sum();
            long ofExecutions = sums.stream()
                    .filter(sum -> OF_EXECUTIONS.contains(sum.kind()))
                    .mapToLong(TrafficSum::up)
                    .sum();
            return new Totals(
                    kept,
                    sums.stream().mapToLong(TrafficSum::up).sum(),
                    sums.stream().mapToLong(TrafficSum::down).sum(),
                    TransmissionJson.keptShare(kept, ofExecutions),
                    sums.stream()
                            .map(sum -> new Kind(sum.kind(), sum.frames(), sum.up(), sum.down()))
                            .toList());
        }
    }

    /** What bytes were for. */
    record Kind(TrafficKind kind, long frames, long transmittedBytes, long receivedBytes) {}

    private static @Nullable Double keptShare(long kept, long transmitted) {
        return kept == 0 ? null : Math.max(0, 1 - (double) transmitted / kept);
    }

    private static @Nullable String hex(@Nullable Digest digest) {
        return digest == null ? null : digest.hex();
    }
}
