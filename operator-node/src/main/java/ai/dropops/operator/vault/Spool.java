package ai.dropops.operator.vault;

import ai.dropops.protocol.action.Volume;
import ai.dropops.protocol.identity.Digest;
import ai.dropops.protocol.identity.ExecutionId;
import ai.dropops.protocol.wire.Stream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/** Where output goes before anyone sees it: a folder an execution, written by its recording and read by any number of cursors. */
public final class Spool {
    private final Path folder;
    private final Retention retention;
    private final LongSupplier free;
    private final Shelf shelf;
    private final Map<ExecutionId, Recording> live = new ConcurrentHashMap<>();

    private Spool(Path folder, Retention retention, LongSupplier free, Shelf shelf) {
        this.folder = folder;
        this.retention = retention;
        this.free = free;
        this.shelf = shelf;
    }

    /** Opens the spool in {@code folder}, on a disk with as many bytes left as {@code free} says. */
    public static Spool open(Path folder, Retention retention, LongSupplier free) throws IOException {
        Folder.create(folder);
        return new Spool(folder, retention, free, Shelf.of(folder, retention));
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
        var recording = new Recording(own, retention, free, () -> ended(execution, own));
        live.put(execution, recording);
        return recording;
    }

    /** A reader of what was recorded of {@code execution} from the given offsets on, if anything ever was. */
    public Optional<Cursor> read(ExecutionId execution, long stdout, long stderr) throws IOException {
        Optional<Track> track = Optional.ofNullable(live.get(execution)).map(Recording::track);
        if (track.isEmpty()) {
            track = Archive.load(folder.resolve(execution.value()));
        }
        return track.map(t -> new Cursor(t, new Offsets(Math.max(0, stdout), Math.max(0, stderr))));
    }

    /** Ends what an operator that died left of {@code execution}, and says how much there is; the digests are over what was kept. */
    public Volumes close(ExecutionId execution) throws IOException, InterruptedException {
        Optional<Cursor> found = read(execution, 0, 0);
        if (found.isEmpty()) {
            return Volumes.NONE;
        }
        var total = Offsets.START;
        var stdout = Digest.sha256();
        var stderr = Digest.sha256();
        try (Cursor cursor = found.get()) {
            while (true) {
                switch (cursor.next()) {
                    case Piece.Data(var stream, long offset, var bytes) -> {
                        (stream == Stream.STDOUT ? stdout : stderr).update(bytes.array());
                        total = total.with(stream, offset + bytes.size());
                    }
                    case Piece.Gap(var stream, long _, long to) -> total = total.with(stream, to);
                    case Piece.End _ -> {
                        Totals.write(folder.resolve(execution.value()), total);
                        return new Volumes(volume(total.stdout(), stdout), volume(total.stderr(), stderr));
                    }
                }
            }
        }
    }

    private static Volume volume(long bytes, MessageDigest digest) {
        return new Volume(bytes, Digest.wrap(digest.digest()));
    }

    private void ended(ExecutionId execution, Path own) {
        live.remove(execution);
        shelf.add(own);
    }
}
