package ai.dropops.web.api;

import ai.dropops.persistence.view.ExecutionRow;
import ai.dropops.persistence.view.ExecutionStatus;
import ai.dropops.protocol.action.Volume;
import ai.dropops.protocol.identity.ExecutionId;
import ai.dropops.protocol.identity.OperatorId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One host's carrying-out as the API shows it. */
record ExecutionJson(
        ExecutionId id,
        int index,
        OperatorId operatorId,
        String name,
        String hostname,
        ExecutionStatus state,
        @Nullable Integer exitCode,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        @Nullable Long durationMs,
        long stdoutBytes,
        long stderrBytes,
        @Nullable String stdoutSha256,
        @Nullable String stderrSha256,
        Optional<String> message) {

    static ExecutionJson of(ExecutionRow row) {
        return new ExecutionJson(
                row.id(),
                row.index(),
                row.operator(),
                row.name(),
                row.hostname(),
                row.state(),
                row.exitCode(),
                row.startedAt(),
                row.finishedAt(),
                duration(row.startedAt(), row.finishedAt()),
                bytes(row.stdout()),
                bytes(row.stderr()),
                sha256(row.stdout()),
                sha256(row.stderr()),
                Optional.of(row.message()).filter(text -> !text.isEmpty()));
    }

    private static @Nullable Long duration(@Nullable Instant from, @Nullable Instant to) {
        return from == null || to == null ? null : Duration.between(from, to).toMillis();
    }

    private static long bytes(@Nullable Volume volume) {
        return volume == null ? 0 : volume.bytes();
    }

    private static @Nullable String sha256(@Nullable Volume volume) {
        return volume == null ? null : volume.sha256().hex();
    }
}
