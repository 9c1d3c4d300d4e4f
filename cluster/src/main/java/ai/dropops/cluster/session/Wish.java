package ai.dropops.cluster.session;

import ai.dropops.protocol.action.Action;
import ai.dropops.protocol.action.Action.RunCommand;
import ai.dropops.protocol.action.FileAction;
import ai.dropops.protocol.action.FileAction.DeleteFile;
import ai.dropops.protocol.action.FileAction.FileHistory;
import ai.dropops.protocol.action.FileAction.ListDirectory;
import ai.dropops.protocol.action.FileAction.ReadFile;
import ai.dropops.protocol.action.FileAction.RestoreFile;
import ai.dropops.protocol.action.FileAction.WriteFile;
import ai.dropops.protocol.action.Pace;
import ai.dropops.protocol.action.UndoBatch;
import ai.dropops.protocol.identity.Digest;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a member wants done, as it was typed.
 *
 * @param diff what the action would change in a file, see {@link ai.dropops.protocol.diff.UnifiedDiff}; empty where it changes none
 * @param targets a TARGET, see {@link TargetReader}
 * @param pace in which order it reaches them, and when it stops
 * @param expected how many hosts it has to mean; {@link #ANY_NUMBER} when nothing was said
 * @param reason why, empty when nothing was said
 * @param approve whether the member approves it in the same breath
 * @param validFor how long the permit may be used
 * @param idempotencyKey the same wish under the same key is one proposal; empty for a wish of its own
 */
public record Wish(
        @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
        @JsonSubTypes({
            @JsonSubTypes.Type(value = RunCommand.class, name = "run-command"),
            @JsonSubTypes.Type(value = ReadFile.class, name = "read-file"),
            @JsonSubTypes.Type(value = ListDirectory.class, name = "list-directory"),
            @JsonSubTypes.Type(value = FileHistory.class, name = "file-history"),
            @JsonSubTypes.Type(value = WriteFile.class, name = "write-file"),
            @JsonSubTypes.Type(value = DeleteFile.class, name = "delete-file"),
            @JsonSubTypes.Type(value = RestoreFile.class, name = "restore-file"),
            @JsonSubTypes.Type(value = UndoBatch.class, name = "undo-batch")
        })
        Action action,

        String diff,
        String targets,
        int expected,
        Pace pace,
        String reason,
        boolean approve,
        Duration validFor,
        String idempotencyKey) {
    /** How long a permit may be used when nothing is said. */
    public static final Duration DEFAULT_VALIDITY = Duration.ofHours(1);

    /** For a wish that does not say how many hosts it means. */
    public static final int ANY_NUMBER = 0;

    private static final Duration MAX_VALIDITY = Duration.ofHours(24);
    private static final int MAX_DIFF = 96 * 1024;
    private static final int MAX_TEXT = 2_000;
    private static final int MAX_TARGETS = 64 * 1024;

    public Wish {
        require(
                diff.length() <= MAX_DIFF,
                "the change is too large to be shown to whoever decides; have the host make it by a command");
        require(targets.length() <= MAX_TARGETS, "the list of targets is longer than 64 KiB; use 'all' or fewer names");
        require(expected >= 0, "the expected number of hosts is at least 1");
        require(reason.length() <= MAX_TEXT, "the reason is longer than 2,000 characters");
        require(idempotencyKey.length() <= 200, "the idempotency key is longer than 200 characters");
        require(
                validFor.compareTo(Duration.ofSeconds(10)) >= 0 && validFor.compareTo(MAX_VALIDITY) <= 0,
                "a permit is valid for at least 10 seconds and at most 24 hours");
        require(
                pace.deliverSeconds() <= validFor.toSeconds(),
                "orders are delivered until " + pace.deliverSeconds() + " s after they were asked for, and the permit"
                        + " holds for " + validFor.toSeconds() + " s; raise the one or lower the other");
    }

    /** Whether it may mean {@code count} hosts. */
    boolean mayMean(int count) {
        return expected == ANY_NUMBER || expected == count;
    }

    /** How long it pauses between the waves of {@code hosts} hosts, all in all. */
    Duration pausesFor(int hosts) {
        return pace.pause().multipliedBy(pace.waves(hosts).count() - 1L);
    }

    /** By which it is known under its idempotency key. */
    Digest digest() {
        Stream<Object> words = switch (action) {
            case RunCommand run ->
                Stream.of(run.type(), run.command(), run.cwd(), run.env().toString(), run.user());
            case WriteFile write ->
                Stream.of(write, Digest.of(write.content().array()).hex());
            case FileAction _, UndoBatch _ -> Stream.of(action);
        };
        Stream<Object> settings = Stream.of(targets, expected, pace, reason, approve, validFor);
        return Digest.of(Stream.concat(words, settings)
                .map(String::valueOf)
                .collect(Collectors.joining("\0"))
                .getBytes(StandardCharsets.UTF_8));
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}
