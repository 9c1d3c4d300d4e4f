package ai.dropops.operator.files;

import ai.dropops.operator.ledger.Content;
import ai.dropops.operator.ledger.Ledger;
import ai.dropops.protocol.action.FileAction;
import ai.dropops.protocol.action.FileAction.Change;
import ai.dropops.protocol.action.FileAction.DeleteFile;
import ai.dropops.protocol.action.FileAction.RestoreFile;
import ai.dropops.protocol.action.FileAction.WriteFile;
import ai.dropops.protocol.identity.Digest;
import java.io.IOException;
import java.util.Optional;

/** The way of one change: what it changes is what was approved, it is in the ledger before and after, and it is whole. */
record Changing(Change change, Cause cause, Ledger ledger, long largestFile) {

    /** What was done, in words. */
    String at(Place place) throws IOException {
        Content before = place.content(largestFile);
        requireBase(Place.digest(before));
        Content after = after(before);
        String first = ledger.record(change.path(), before, cause.message("before " + change.words()));
        String note = put(place, after);
        String second;
        try {
            second = ledger.record(change.path(), after, cause.message(change.words()));
        } catch (IOException e) {
            throw new Failed(change.words() + " is done, but the ledger could not record it: " + e.getMessage());
        }
        return "%s: %s, %s%s%nledger: before %s, after %s%n"
                .formatted(change.words(), words(before), words(after), note, first, second);
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
        Content version = ledger.at(restore.version(), restore.path())
                .orElseThrow(() -> new Failed("the ledger has no version " + restore.version()));
        if (!Place.digest(version).equals(restore.content())) {
            throw new Failed("version " + restore.version() + " of " + restore.path()
                    + " is not what was approved; look at the history again");
        }
        return version;
    }

    private String put(Place place, Content after) throws Failed {
        switch (after) {
            case Content.Absent _ -> {
                requireBase(place.digest(largestFile));
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
                        requireBase(place.digest(largestFile));
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

    private void requireBase(Digest now) throws Failed {
        if (!now.matches(change.base())) {
            throw new Failed("conflict: " + change.path() + " is " + words(now) + " and was " + words(change.base())
                    + " when the change was asked for; nothing was changed, look at it again");
        }
    }

    private static String words(Digest content) {
        return content.equals(FileAction.ABSENT) ? "absent" : "a file with sha256 " + content;
    }

    private static String words(Content content) {
        return switch (content) {
            case Content.Absent _ -> "absent";
            case Content.Present(var bytes, boolean _) -> bytes.size() + " bytes with sha256 " + Place.digest(content);
        };
    }
}
