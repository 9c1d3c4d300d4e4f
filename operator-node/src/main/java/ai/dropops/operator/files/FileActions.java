package ai.dropops.operator.files;

import ai.dropops.operator.confine.OwnFiles;
import ai.dropops.operator.ledger.Content;
import ai.dropops.operator.ledger.Ledger;
import ai.dropops.operator.vault.Recording;
import ai.dropops.protocol.action.FileAction;
import ai.dropops.protocol.action.FileAction.Change;
import ai.dropops.protocol.action.FileAction.FileHistory;
import ai.dropops.protocol.action.FileAction.ListDirectory;
import ai.dropops.protocol.action.FileAction.ReadFile;
import ai.dropops.protocol.action.UndoBatch;
import ai.dropops.protocol.identity.Digest;
import ai.dropops.protocol.wire.Stream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What carries out actions on files of this host, one change at a time. */
public final class FileActions {
    private static final int DONE = 0;
    private static final int FAILED = 1;
    private static final int ABSENT = 2;

    private static final long LARGEST_KEPT = 1 << 20;
    private static final Logger LOG = LoggerFactory.getLogger(FileActions.class);

    private final Path home;
    private final Map<String, String> environment;
    private final Versions versions;
    private final long largestFile;
    private final Resolution resolution;
    private final ReentrantLock oneChange = new ReentrantLock();

    FileActions(
            Path home, Map<String, String> environment, Versions versions, long largestFile, Resolution resolution) {
        this.home = home;
        this.environment = Map.copyOf(environment);
        this.versions = versions;
        this.largestFile = largestFile;
        this.resolution = resolution;
    }

    /**
     * Opens them.
     *
     * @param home the operator's own folder, which no action reaches; the ledger is in its {@code data}
     * @param keepsVersions whether what files held before and after is kept there
     * @param largestFile in bytes, of what is read or replaced
     */
    public static FileActions open(Path home, boolean keepsVersions, long largestFile, Clock clock) throws IOException {
        Path real = home.toRealPath();
        return new FileActions(
                real,
                System.getenv(),
                keepsVersions ? Versions.in(Ledger.in(real.resolve("data").resolve("ledger"), clock)) : Versions.NONE,
                largestFile,
                Resolution.best());
    }

    /**
     * Does {@code action}, records what there is to show or why it failed, and answers the exit code: 0 when it is done, 2 when there is no such
     * file or folder, 1 when it failed otherwise.
     */
    public int carryOut(FileAction action, Cause cause, Recording recording) {
        var looking = new Looking(resolution, versions, largestFile, recording);
        try {
            requireForeign(action.path());
            switch (action) {
                case ReadFile read -> looking.at(read);
                case ListDirectory list -> looking.list(list.path());
                case FileHistory history -> looking.history(history.path());
                case Change change -> looking.say(changed(change, cause));
            }
            return DONE;
        } catch (IOException | RuntimeException | LinkageError | OutOfMemoryError e) {
            complain(recording, String.valueOf(e instanceof Failed ? e.getMessage() : e));
            return e instanceof Failed failed && failed.errno() == Libc.ENOENT ? ABSENT : FAILED;
        }
    }

    /**
     * Takes back what a batch changed here, file by file, records what became of each, and answers the exit code: 0 when all are as they
     * were before, 2 when nothing of it is kept here, 1 when some could not be.
     */
    public int takeBack(UndoBatch undo, Cause cause, Recording recording) {
        var looking = new Looking(resolution, versions, largestFile, recording);
        int failed = 0;
        int unknown = 0;
        for (String path : undo.paths()) {
            try {
                requireForeign(path);
                var kept = versions.around(undo.batch().proposal().toString(), path);
                if (kept.isEmpty()) {
                    unknown++;
                    complain(recording, path + ": nothing of " + undo.batch() + " is kept here");
                } else {
                    looking.say(takenBack(path, kept.get(), cause));
                }
            } catch (IOException | RuntimeException | LinkageError | OutOfMemoryError e) {
                failed++;
                complain(recording, path + ": " + (e instanceof Failed ? e.getMessage() : e.toString()));
            }
        }
        return failed > 0 || (unknown > 0 && unknown < undo.paths().size()) ? FAILED : unknown > 0 ? ABSENT : DONE;
    }

    private String takenBack(String path, Ledger.Around kept, Cause cause) throws IOException {
        Digest before = Place.digest(kept.before());
        Digest after = Place.digest(kept.after());
        if (before.equals(after)) {
            return path + ": was not changed%n".formatted();
        }
        return changed(
                before.equals(FileAction.ABSENT)
                        ? new FileAction.DeleteFile(path, after)
                        : new FileAction.RestoreFile(path, kept.version(), before, after),
                cause);
    }

    /**
     * Keeps what is at {@code paths} before a command runs that names them, and answers those of them that are kept: a regular file of at most
     * 1 MiB, or nothing. When it has ended, {@link #keepAfter} goes with them.
     */
    public List<String> keepBefore(List<String> paths, Cause cause) {
        return kept(paths, "before a command changed ", cause);
    }

    /** Keeps what a command has left at {@code paths}. */
    public void keepAfter(List<String> paths, Cause cause) {
        kept(paths, "a command changed ", cause);
    }

    private List<String> kept(List<String> paths, String what, Cause cause) {
        var kept = new ArrayList<String>();
        for (String path : paths) {
            try {
                requireForeign(path);
                if (versions.record(path, content(path), cause.message(what + path))
                        .isPresent()) {
                    kept.add(path);
                }
            } catch (IOException | RuntimeException | LinkageError | OutOfMemoryError e) {
                LOG.info("{} is not kept for an undo: {}", path, e.toString());
            }
        }
        return kept;
    }

    /** What a command finds at {@code path}: nothing as well where the folder is yet to be made. */
    private Content content(String path) throws Failed {
        try (Place place = Place.of(path, resolution)) {
            return place.content(Math.min(largestFile, LARGEST_KEPT));
        } catch (Failed e) {
            if (e.errno() == Libc.ENOENT) {
                return new Content.Absent();
            }
            throw e;
        }
    }

    private static void complain(Recording recording, String why) {
        recording.append(Stream.STDERR, ByteBuffer.wrap((why + "\n").getBytes(StandardCharsets.UTF_8)));
    }

    private String changed(Change change, Cause cause) throws IOException {
        oneChange.lock();
        try (Place place = Place.of(change.path(), resolution)) {
            return new Changing(change, cause, versions, largestFile).at(place);
        } finally {
            oneChange.unlock();
        }
    }

    /** What is the operator's is looked up each time: a control plane may have come to be beside it. */
    private void requireForeign(String path) throws IOException {
        if (OwnFiles.around(home, environment).has(Path.of(path))) {
            throw new Failed(path + " is one of DropOps' own files");
        }
    }
}
