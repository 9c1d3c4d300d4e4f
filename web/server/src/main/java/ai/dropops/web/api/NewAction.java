package ai.dropops.web.api;

import ai.dropops.protocol.action.Action;
import ai.dropops.protocol.action.Action.RunCommand;
import ai.dropops.protocol.action.FileAction;
import ai.dropops.protocol.action.FileAction.DeleteFile;
import ai.dropops.protocol.action.FileAction.FileHistory;
import ai.dropops.protocol.action.FileAction.ListDirectory;
import ai.dropops.protocol.action.FileAction.ReadFile;
import ai.dropops.protocol.action.FileAction.RestoreFile;
import ai.dropops.protocol.action.FileAction.WriteFile;
import ai.dropops.protocol.diff.UnifiedDiff;
import ai.dropops.protocol.identity.Bytes;
import ai.dropops.protocol.identity.Digest;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * An action as members write it in JSON. A change of a file brings what the file holds now, so that its digest can be
 * named and the difference be shown; the host refuses the change where it finds anything else.
 *
 * @param content what the file is to hold, in base64: of the version's, for a restoration
 * @param base what the file holds now, in base64; missing when there is no file
 */
record NewAction(
        String type,
        Optional<String> command,
        Optional<String> cwd,
        Optional<Map<String, String>> env,
        Optional<String> path,
        Optional<String> version,
        Optional<Long> offset,
        Optional<Long> limit,
        Optional<String> content,
        Optional<String> base,
        Optional<String> mode) {
    private static final Map<String, Set<String>> FIELDS = Map.of(
            "run-command", Set.of("command", "cwd", "env"),
            "read-file", Set.of("path", "version", "offset", "limit"),
            "list-directory", Set.of("path"),
            "file-history", Set.of("path"),
            "write-file", Set.of("path", "content", "base", "mode"),
            "delete-file", Set.of("path", "base"),
            "restore-file", Set.of("path", "version", "content", "base"));

    NewAction {
        Set<String> known = FIELDS.get(type);
        if (known == null) {
            throw new IllegalArgumentException("'" + type + "' is no type of action; use one of "
                    + String.join(", ", FIELDS.keySet().stream().sorted().toList()));
        }
        var given = new TreeSet<String>();
        command.ifPresent(_ -> given.add("command"));
        cwd.ifPresent(_ -> given.add("cwd"));
        env.ifPresent(_ -> given.add("env"));
        path.ifPresent(_ -> given.add("path"));
        version.ifPresent(_ -> given.add("version"));
        offset.ifPresent(_ -> given.add("offset"));
        limit.ifPresent(_ -> given.add("limit"));
        content.ifPresent(_ -> given.add("content"));
        base.ifPresent(_ -> given.add("base"));
        mode.ifPresent(_ -> given.add("mode"));
        given.removeAll(known);
        if (!given.isEmpty()) {
            throw new IllegalArgumentException("'" + given.first() + "' means nothing for " + type);
        }
    }

    Action action() {
        return switch (type) {
            case "run-command" -> script();
            case "read-file" ->
                new ReadFile(
                        place(),
                        version.orElse(FileAction.PRESENT),
                        offset.orElse(0L),
                        limit.orElse(ReadFile.TO_THE_END));
            case "list-directory" -> new ListDirectory(place());
            case "file-history" -> new FileHistory(place());
            case "write-file" ->
                new WriteFile(place(), needed("content", bytes(content)), digest(bytes(base)), mode.orElse("keep"));
            case "delete-file" -> new DeleteFile(place(), digest(bytes(base)));
            default ->
                new RestoreFile(
                        place(),
                        needed("version", version),
                        digest(Optional.of(needed("content", bytes(content)))),
                        digest(bytes(base)));
        };
    }

    /** What it would change in a file; empty where it changes none. */
    String diff() {
        return switch (type) {
            case "write-file", "delete-file", "restore-file" -> UnifiedDiff.of(place(), bytes(base), bytes(content));
            default -> "";
        };
    }

    private RunCommand script() {
        var plain = RunCommand.of(needed("command", command));
        return new RunCommand(
                plain.command(),
                cwd.orElse(plain.cwd()),
                new TreeMap<>(env.orElse(Map.of())),
                plain.user(),
                plain.profile(),
                plain.stdin());
    }

    private String place() {
        return needed("path", path);
    }

    private <T> T needed(String name, Optional<T> value) {
        return value.orElseThrow(() -> new IllegalArgumentException("'" + name + "' is missing for " + type));
    }

    private static Digest digest(Optional<Bytes> content) {
        return content.map(bytes -> Digest.of(bytes.array())).orElse(FileAction.ABSENT);
    }

    private static Optional<Bytes> bytes(Optional<String> base64) {
        return base64.map(text -> Bytes.wrap(Base64.getDecoder().decode(text)));
    }
}
