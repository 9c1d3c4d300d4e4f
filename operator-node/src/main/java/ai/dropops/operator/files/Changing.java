package ai.dropops.operator.files;

import ai.dropops.operator.ledger.Content;
import ai.dropops.protocol.action.FileAction;
import ai.dropops.protocol.action.FileAction.Change;
import ai.dropops.protocol.action.FileAction.DeleteFile;
import ai.dropops.protocol.action.FileAction.RestoreFile;
import ai.dropops.protocol.action.FileAction.WriteFile;
import ai.dropops.protocol.identity.Digest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/** The way of one change: what it changes is what was approved, it is in the ledger before and after, and it is whole. */
record Changing(Change change, Cause cause, Versions versions, long largestFile) {

    /** What was done, in words. */
    String at(Place place) throws IOException {
        Content before = place.content(largestFile);
        Shown shown = Shown.of(before);
        requireBase(before, shown);
        Content after = after(before);
        requireNoPlaceholders(before, shown, after);
        Optional<String> first = versions.record(change.path(), before, cause.message("before " + change.words()));
        String note = put(place, before, after);
        Optional<String> second;
        try {
            second = versions.record(change.path(), after, cause.message(change.words()));
        } catch (IOException e) {
            throw new Failed(change.words() + " is done, but the ledger could not record it: " + e.getMessage());
        }
        return "%s: %s, %s%s%n%s%n"
                .formatted(
                        change.words(),
                        words(before, shown),
                        words(after, Shown.of(after)),
                        note,
                        first.isPresent()
                                ? "ledger: before %s, after %s".formatted(first.get(), second.orElseThrow())
                                : "no version of it is kept here; it cannot be taken back from the ledger");
    }

    private Content after(Content before) throws IOException {
        return switch (change) {
            case WriteFile write ->
                new Content.Present(
                        write.content(),
                        mode().map(mode -> (mode & 0100) != 0)
                                .orElse(before instanceof Content.Present(var _, boolean executable) && executable));
            case DeleteFile _ -> new Content.Absent();
            case RestoreFile restore -> restored(restore);
        };
    }

    private Content restored(RestoreFile restore) throws IOException {
        Content version = versions.at(restore.version(), restore.path());
        if (!isMeant(restore.content(), version, Shown.of(version))) {
            throw new Failed("version " + restore.version() + " of " + restore.path()
                    + " is not what was approved; look at the history again");
        }
        return version;
    }

    private String put(Place place, Content before, Content after) throws Failed {
        switch (after) {
            case Content.Absent _ -> {
                requireUnchanged(place, before);
                Libc.unlink(place.folder().fd(), place.name());
                Libc.sync(place.folder().fd());
                return "";
            }
            case Content.Present(var bytes, boolean executable) -> {
                Optional<Place.Found> old = place.open();
                try (Replacement replacement = Replacement.beside(place)) {
                    replacement.fill(bytes.array(), old, permissions(old, executable));
                    if (change.base().equals(FileAction.ABSENT)) {
                        replacement.create();
                    } else {
                        requireUnchanged(place, before);
                        replacement.replace();
                    }
                } finally {
                    old.ifPresent(Place.Found::close);
                }
                return old.filter(found -> found.facts().setsId()).isPresent()
                        ? " (without its set-user-id and set-group-id bits)"
                        : "";
            }
        }
    }

    /** The permissions that are asked for; a restored file that comes back from nothing is executable as it was. */
    private Optional<Integer> permissions(Optional<Place.Found> old, boolean executable) {
        return mode().or(() -> old.isEmpty() && executable ? Optional.of(0755) : Optional.empty());
    }

    private Optional<Integer> mode() {
        return change instanceof WriteFile write && !write.mode().equals(FileAction.KEEP)
                ? Optional.of(Integer.parseInt(write.mode(), 8))
                : Optional.empty();
    }

    private void requireBase(Content now, Shown shown) throws Failed {
        if (!isMeant(change.base(), now, shown)) {
            throw new Failed("conflict: " + change.path() + " is " + words(shown.digest()) + " and was "
                    + words(change.base())
                    + " when the change was asked for; nothing was changed, look at it again");
        }
    }

    /** Whether who named {@code digest} had seen {@code content}, as it is or as it is shown. */
    private static boolean isMeant(Digest digest, Content content, Shown shown) {
        return shown.digest().matches(digest) || Place.digest(content).matches(digest);
    }

    private void requireUnchanged(Place place, Content before) throws Failed {
        if (!place.digest(largestFile).matches(Place.digest(before))) {
            throw new Failed("conflict: " + change.path() + " was changed by somebody else in the same moment;"
                    + " nothing was changed, look at it again");
        }
    }

    /** What was hidden from whoever wrote the new content is not overwritten by what stood in its place. */
    private void requireNoPlaceholders(Content before, Shown shown, Content after) throws Failed {
        for (String placeholder : shown.placeholders()) {
            if (change instanceof WriteFile && count(after, placeholder) > count(before, placeholder)) {
                throw new Failed("the new content of " + change.path() + " holds " + placeholder
                        + " where the file holds something the Sentinel does not show; nothing was changed,"
                        + " change the other places by a command such as sed");
            }
        }
    }

    private static int count(Content content, String text) {
        return content instanceof Content.Present(var bytes, boolean _)
                ? new String(bytes.array(), StandardCharsets.ISO_8859_1).split(Pattern.quote(text), -1).length
                : 0;
    }

    private static String words(Digest content) {
        return content.equals(FileAction.ABSENT) ? "absent" : "a file shown with sha256 " + content;
    }

    private static String words(Content content, Shown shown) {
        return switch (content) {
            case Content.Absent _ -> "absent";
            case Content.Present(var bytes, boolean _) -> bytes.size() + " bytes, shown with sha256 " + shown.digest();
        };
    }
}
