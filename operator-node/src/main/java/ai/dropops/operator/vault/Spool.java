package ai.dropops.operator.vault;

import ai.dropops.protocol.action.Excerpt;
import ai.dropops.protocol.identity.ExecutionId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where output goes before anyone sees it: a folder an execution, written by its recording and read by any number of cursors. */
public final class Spool {
    private static final Logger LOG = LoggerFactory.getLogger(Spool.class);

    private final Path folder;
    private final Retention retention;
    private final LongSupplier free;
    private final Sentinel sentinel;
    private final SpoolKey key;
    private final Shelf shelf;
    private final Map<ExecutionId, Recording> live = new ConcurrentHashMap<>();
    private final Visitors visitors = new Visitors();

    private Spool(Path folder, Retention retention, LongSupplier free, Sentinel sentinel, SpoolKey key, Shelf shelf) {
        this.folder = folder;
        this.retention = retention;
        this.free = free;
        this.sentinel = sentinel;
        this.key = key;
        this.shelf = shelf;
    }

    /**
     * Opens the spool in {@code folder}, on a disk with as many bytes left as {@code free} says; what is recorded passes
     * {@code sentinel} and is sealed under {@code key}.
     */
    public static Spool open(Path folder, Retention retention, LongSupplier free, Sentinel sentinel, SpoolKey key)
            throws IOException {
        Folder.create(folder);
        return new Spool(folder, retention, free, sentinel, key, Shelf.of(folder, retention));
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
        var recording =
                new Recording(new Reel(execution, own, retention, free, key), sentinel, () -> ended(execution, own));
        live.put(execution, recording);
        return recording;
    }

    /** A reader of what is shown of {@code execution} from the given offsets on, if anything was ever recorded. */
    public Optional<Cursor> read(ExecutionId execution, long stdout, long stderr) throws IOException {
        if (!visitors.mayCome(execution)) {
            return Optional.empty();
        }
        Optional<Track> track = Optional.empty();
        try {
            track = Optional.ofNullable(live.get(execution)).map(Recording::track);
            if (track.isEmpty()) {
                track = archive(execution).load();
            }
        } finally {
            if (track.isEmpty()) {
                visitors.left(execution);
            }
        }
        return track.map(found -> new Cursor(
                execution,
                found,
                key,
                new Offsets(Math.max(0, stdout), Math.max(0, stderr)),
                () -> visitors.left(execution)));
    }

    /** Gives up what is recorded of {@code execution}, which has ended, as soon as nobody reads it. */
    public void giveUp(ExecutionId execution) {
        visitors.whenAllHaveLeft(execution, () -> {
            try {
                shelf.remove(folder.resolve(execution.value()));
            } catch (IOException e) {
                LOG.error("output that is kept elsewhere could not be deleted here: {}", e.getMessage());
            }
        });
    }

    /** Gives up the recordings of ended executions that {@code isElsewhere} says are not to be kept here. */
    public void giveUp(Predicate<ExecutionId> isElsewhere) throws IOException {
        for (Path each : shelf.folders()) {
            var execution = new ExecutionId(each.getFileName().toString());
            if (isElsewhere.test(execution)) {
                giveUp(execution);
            }
        }
    }

    /** What the record keeps of the output of an execution that has ended and carried {@code volumes}. */
    public Excerpt excerpt(ExecutionId execution, Volumes volumes) throws IOException, InterruptedException {
        return new Excerpts(this, execution).of(volumes);
    }

    /** Ends what an operator that died left of {@code execution}, and says how much there is; the digests are over what was kept. */
    public Volumes close(ExecutionId execution) throws IOException {
        Path own = folder.resolve(execution.value());
        if (!Files.isDirectory(own)) {
            return Volumes.NONE;
        }
        Volumes volumes = archive(execution).volumes();
        Totals.write(
                own,
                new Offsets(
                        volumes.stdout().shown().bytes(),
                        volumes.stderr().shown().bytes()));
        return volumes;
    }

    private Archive archive(ExecutionId execution) {
        return new Archive(execution, folder.resolve(execution.value()), key);
    }

    private void ended(ExecutionId execution, Path own) {
        live.remove(execution);
        shelf.add(own);
    }
}
