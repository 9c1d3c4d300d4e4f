package ai.dropops.operator.vault;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** The ended recordings, oldest first; the oldest are given up when there are too many or the disk is short of room. */
final class Shelf {
    private final Retention retention;
    private final Deque<Volume> volumes = new ArrayDeque<>();
    private long bytes;

    /** One ended recording and what it takes. */
    private record Volume(Path folder, long bytes) {}

    private Shelf(Retention retention) {
        this.retention = retention;
    }

    static Shelf of(Path spool, Retention retention) throws IOException {
        var shelf = new Shelf(retention);
        var written = new ArrayList<Map.Entry<Long, Path>>();
        try (var folders = Files.list(spool)) {
            for (Path folder : folders.filter(Files::isDirectory).toList()) {
                written.add(Map.entry(Files.getLastModifiedTime(folder).toMillis(), folder));
            }
        }
        written.sort(Map.Entry.comparingByKey());
        written.forEach(entry -> shelf.add(entry.getValue()));
        return shelf;
    }

    synchronized void add(Path folder) {
        var volume = new Volume(folder, sizeOf(folder));
        volumes.add(volume);
        bytes += volume.bytes;
    }

    /** Gives up the oldest until the limits hold and {@code wanting} does not. */
    synchronized void makeRoom(BooleanSupplier wanting) throws IOException {
        while (!volumes.isEmpty()
                && (bytes > retention.totalLimit()
                        || volumes.size() > retention.maxExecutions()
                        || wanting.getAsBoolean())) {
            Volume oldest = volumes.remove();
            bytes -= oldest.bytes;
            delete(oldest.folder);
        }
    }

    synchronized List<Path> folders() {
        return volumes.stream().map(Volume::folder).toList();
    }

    /** Gives up what is in {@code folder}. */
    synchronized void remove(Path folder) throws IOException {
        for (var each = volumes.iterator(); each.hasNext(); ) {
            Volume volume = each.next();
            if (volume.folder.equals(folder)) {
                each.remove();
                bytes -= volume.bytes;
                delete(folder);
            }
        }
    }

    private static long sizeOf(Path folder) {
        long size = 0;
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                size += Files.size(file);
            }
        } catch (IOException e) {
            return size;
        }
        return size;
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.deleteIfExists(file);
            }
        }
        Files.deleteIfExists(folder);
    }
}
