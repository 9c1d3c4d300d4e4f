package ai.dropops.web.api;

import ai.dropops.protocol.action.Action;
import ai.dropops.protocol.action.Action.RunCommand;
import ai.dropops.protocol.action.FileAction;
import ai.dropops.protocol.action.FileAction.Change;
import ai.dropops.protocol.action.FileAction.ReadFile;
import ai.dropops.protocol.action.FileAction.RestoreFile;
import ai.dropops.protocol.action.FileAction.WriteFile;
import ai.dropops.protocol.action.UndoBatch;
import ai.dropops.protocol.identity.Digest;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Map;
import java.util.Optional;

/**
 * An action as it is shown in JSON: contents are named by their digests, what has no meaning for its type is left out.
 *
 * @param command the script, or what is done in words
 * @param base the digest of what a change starts from, or {@code absent}
 * @param content the digest of what it leads to
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
record ActionJson(
        String type,
        String command,
        Optional<String> cwd,
        Optional<Map<String, String>> env,
        Optional<String> path,
        Optional<String> version,
        Optional<String> base,
        Optional<String> content,
        Optional<String> mode) {
    static ActionJson of(Action action) {
        return switch (action) {
            case RunCommand run ->
                new ActionJson(
                        run.type(),
                        run.command(),
                        Optional.of(run.cwd()),
                        Optional.of(run.env()),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty());
            case UndoBatch undo ->
                new ActionJson(
                        undo.type(),
                        undo.words(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty());
            case FileAction file ->
                new ActionJson(
                        file.type(),
                        file.words(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(file.path()),
                        version(file),
                        base(file),
                        content(file),
                        file instanceof WriteFile write ? Optional.of(write.mode()) : Optional.empty());
        };
    }

    /** What an action is called where one line is all there is. */
    static String line(Action action) {
        return switch (action) {
            case RunCommand run -> run.command();
            case FileAction file -> file.words();
            case UndoBatch undo -> undo.words();
        };
    }

    private static Optional<String> version(FileAction file) {
        return switch (file) {
            case ReadFile read -> Optional.of(read.version()).filter(version -> !version.isEmpty());
            case RestoreFile restore -> Optional.of(restore.version());
            default -> Optional.empty();
        };
    }

    private static Optional<String> base(FileAction file) {
        return file instanceof Change change
                ? Optional.of(
                        change.base().equals(FileAction.ABSENT)
                                ? "absent"
                                : change.base().hex())
                : Optional.empty();
    }

    private static Optional<String> content(FileAction file) {
        return switch (file) {
            case WriteFile write ->
                Optional.of(Digest.of(write.content().array()).hex());
            case RestoreFile restore -> Optional.of(restore.content().hex());
            default -> Optional.empty();
        };
    }
}
