package ai.dropops.persistence.schema;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** The one folder a control plane keeps everything in, readable by its owner only and locked while it is in use. */
public final class DataFolder implements AutoCloseable {
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> OWNER_FILE = PosixFilePermissions.fromString("rw-------");
    private static final String LOCK = "lock";

    private final Path path;
    private final FileChannel lock;

    private DataFolder(Path path, FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    /** The folder at {@code path}, made if it is not there; {@link StartupRefused} when it cannot be had for this process alone. */
    public static DataFolder open(Path path) {
        Path folder = path.toAbsolutePath().normalize();
        if (folder.toString().contains("?")) {
            throw new StartupRefused(
                    "The data folder " + folder + " has a question mark in its path, which the database cannot open.",
                    "Choose another folder with --data.");
        }
        try {
            prepare(folder);
            return lock(folder);
        } catch (IOException e) {
            throw new StartupRefused(
                    "The data folder " + folder + " cannot be used: " + reason(e) + ".",
                    "Choose another folder with --data, or give this user the right to write there.",
                    e);
        }
    }

    public Path path() {
        return path;
    }

    public Path journal() {
        return path.resolve("journal.db");
    }

    /** Writes a file only its owner can read, whole or not at all. */
    public Path write(String name, byte[] content) throws IOException {
        Path file = path.resolve(name);
        Path draft = path.resolve(name + ".new");
        Files.deleteIfExists(draft);
        Files.createFile(draft, PosixFilePermissions.asFileAttribute(OWNER_FILE));
        try (var out = FileChannel.open(draft, StandardOpenOption.WRITE)) {
            var buffer = ByteBuffer.wrap(content);
            while (buffer.hasRemaining()) {
                out.write(buffer);
            }
            out.force(true);
        }
        return Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void prepare(Path folder) throws IOException {
        if (Files.notExists(folder)) {
            Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        } else if (!Files.isDirectory(folder)) {
            throw new IOException("it is not a folder");
        } else if (isForeign(folder)) {
            throw new StartupRefused(
                    "The folder " + folder + " holds other things and no DropOps data.",
                    "Choose an empty or a new folder with --data.");
        }
        Files.setPosixFilePermissions(folder, OWNER_ONLY);
    }

    private static boolean isForeign(Path folder) throws IOException {
        if (Files.exists(folder.resolve(LOCK))) {
            return false;
        }
        try (var entries = Files.list(folder)) {
            return entries.findAny().isPresent();
        }
    }

    private static DataFolder lock(Path folder) throws IOException {
        var channel = FileChannel.open(
                folder.resolve(LOCK),
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(OWNER_FILE));
        if (!acquired(channel)) {
            String holder = Files.readString(folder.resolve(LOCK)).strip();
            channel.close();
            throw new StartupRefused(
                    "Another control plane uses the data folder " + folder
                            + (holder.isEmpty() ? "." : " (process " + holder + ")."),
                    "Stop it first, or start this one with its own --data folder and --port and --operator-port.");
        }
        channel.truncate(0);
        channel.write(
                ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)));
        return new DataFolder(folder, channel);
    }

    private static boolean acquired(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException _) {
            return false;
        }
    }

    private static String reason(IOException failure) {
        return switch (failure) {
            case AccessDeniedException _ -> "permission denied";
            case FileAlreadyExistsException e -> e.getFile() + " is not a folder";
            default -> String.valueOf(failure.getMessage());
        };
    }
}
