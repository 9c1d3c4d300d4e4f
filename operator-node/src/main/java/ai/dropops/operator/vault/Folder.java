package ai.dropops.operator.vault;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;

/** The folder an operator keeps everything in, readable by its user only and held by one process at a time. */
public final class Folder implements AutoCloseable {
    private final Path path;
    private final FileChannel channel;

    /** What opening a folder can come to. */
    public sealed interface Opening {
        record Opened(Folder folder) implements Opening {}

        /** Another operator runs here. */
        record InUse(Path path) implements Opening {}

        record Unusable(Path path, String why) implements Opening {}
    }

    private Folder(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /** Makes {@code path} and what is missing above it, closes it to other users, and takes its lock. */
    public static Opening open(Path path) {
        try {
            create(path);
            FileChannel channel =
                    FileChannel.open(path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (lock(channel)) {
                return new Opening.Opened(new Folder(path, channel));
            }
            channel.close();
            return new Opening.InUse(path);
        } catch (AccessDeniedException e) {
            return new Opening.Unusable(path, "no permission to write " + e.getFile());
        } catch (IOException e) {
            return new Opening.Unusable(path, e.getClass().getSimpleName() + ": " + e.getMessage());
        }
    }

    public Path path() {
        return path;
    }

    /** The folder this one is in, which is all the operator's. */
    public Path home() {
        return Objects.requireNonNull(path.getParent(), "the data folder is never a root");
    }

    public Path resolve(String name) {
        return path.resolve(name);
    }

    /** Makes {@code folder} with mode 0700, or gives it that mode. */
    public static void create(Path folder) throws IOException {
        Path parent = folder.getParent();
        if (parent != null && !Files.isDirectory(parent)) {
            create(parent);
        }
        var ownerOnly = PosixFilePermissions.fromString("rwx------");
        if (Files.isDirectory(folder)) {
            if (!Files.getPosixFilePermissions(folder).equals(ownerOnly)) {
                Files.setPosixFilePermissions(folder, ownerOnly);
            }
        } else {
            Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(ownerOnly));
        }
    }

    private static boolean lock(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
