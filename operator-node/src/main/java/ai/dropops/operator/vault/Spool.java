package ai.dropops.operator.vault;

import ai.dropops.protocol.identity.ExecutionId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/** Where output goes before anyone sees it: a folder an execution, written by its recording and read by any number of cursors. */
public final class Spool {
    private final Path folder;
    private final Retention retention;
    private final LongSupplier free;
    private final Sentinel sentinel;
    private final Shelf shelf;
    private final Map<ExecutionId, Recording> live = new ConcurrentHashMap<>();

    private Spool(Path folder, Retention retention, LongSupplier free, Sentinel sentinel, Shelf shelf) {
        this.folder = folder;
        this.retention = retention;
        this.free = free;
        this.sentinel = sentinel;
        this.shelf = shelf;
    }

    /** Opens the spool in {@code folder}, on a disk with as many bytes left as {@code free} says; what is recorded passes {@code sentinel}. */
    public static Spool open(Path folder, Retention retention, LongSupplier free, Sentinel sentinel)
            throws IOException {
        Folder.create(folder);
        return new Spool(folder, retention, free, sentinel, Shelf.of(folder, retention));
    }

    /** The bytes an ordinary user may still write on the disk of {@code folder}; none when it cannot be told. */
    public static LongSupplier freeBytesOf(Path folder) {
        return () -> {
            try {
                return Files.getFileStore(folder).getUsableSpace();
            } catch (IOException e) {
                return 0;
            }
        };
    }

    /** Begins to record an execution; an IOException when the disk has no room for it, whatever old output is given up. */
    public Recording record(ExecutionId execution) throws IOException {
        shelf.makeRoom(() -> free.getAsLong() < retention.reserve() + retention.segment());
        if (free.getAsLong() < retention.reserve() + retention.segment()) {
            throw new IOException(
                    "less than " + (retention.reserve() >> 20) + " MiB would be left on the disk of " + folder);
        }
        Path own = folder.resolve(execution.value());
        Folder.create(own);
        var recording = new Recording(new Reel(own, retention, free), sentinel, () -> ended(execution, own));
        live.put(execution, recording);
        return recording;
    }

    /** A reader of what is shown of {@code execution} from the given offsets on, if anything was ever recorded. */
    public Optional<Cursor> read(ExecutionId execution, long stdout, long stderr) throws IOException {
        Optional<Track> track = Optional.ofNullable(live.get(execution)).map(Recording::track);
        if (track.isEmpty()) {
            track = Archive.load(folder.resolve(execution.value()));
        }
        return track.map(t -> new Cursor(t, new Offsets(Math.max(0, stdout), Math.max(0, stderr))));
    }

    /** Ends what an operator that died left of {@code execution}, and says how much there is; the digests are over what was kept. */
    public Volumes close(ExecutionId execution) throws IOException {
        Path own = folder.resolve(execution.value());
        if (!Files.isDirectory(own)) {
            return Volumes.NONE;
        }
        Volumes volumes = Archive.volumes(own);
        Totals.write(
                own,
                new Offsets(
                        volumes.stdout().shown().bytes(),
                        volumes.stderr().shown().bytes()));
        return volumes;
    }

    private void ended(ExecutionId execution, Path own) {
        live.remove(execution);
        shelf.add(own);
    }
}
