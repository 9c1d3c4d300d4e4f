package ai.dropops.operator.exec;

import ai.dropops.protocol.identity.ExecutionId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;

/** The folder an execution that may write nowhere else has for itself while it runs. */
record Scratch(Path path) implements AutoCloseable {
    /** A fresh one below {@code folder}. */
    static Scratch make(Path folder, ExecutionId execution) throws IOException {
        var ownerOnly = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
        Files.createDirectories(folder, ownerOnly);
        return new Scratch(Files.createDirectory(folder.resolve(execution.value()), ownerOnly));
    }

    /** Removes what an operator that died has left below {@code folder}. */
    static void sweep(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            new Scratch(folder).close();
        }
    }

    /** Removes it with all that is in it, by descriptors: a link put in the way leads nowhere. */
    @Override
    public void close() throws IOException {
        try (var entries = Files.newDirectoryStream(path)) {
            if (!(entries instanceof SecureDirectoryStream<Path> folder)) {
                throw new IOException("folders cannot be removed safely here");
            }
            empty(folder);
        }
        Files.deleteIfExists(path);
    }

    private static void empty(SecureDirectoryStream<Path> folder) throws IOException {
        for (Path entry : folder) {
            Path name = entry.getFileName();
            try {
                var attributes =
                        folder.getFileAttributeView(name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
                if (attributes.readAttributes().isDirectory()) {
                    try (var below = folder.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS)) {
                        empty(below);
                    }
                    folder.deleteDirectory(name);
                } else {
                    folder.deleteFile(name);
                }
            } catch (NoSuchFileException e) {
                // its owner was faster
            }
        }
    }
}
