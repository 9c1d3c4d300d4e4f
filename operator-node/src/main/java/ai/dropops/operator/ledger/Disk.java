package ai.dropops.operator.ledger;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** Waits for the disk. */
final class Disk {
    private Disk() {}

    /** Waits until the file or folder {@code path} is on the disk as it is now; one that is not there needs no wait. */
    static void await(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (NoSuchFileException e) {
            // git has packed it meanwhile, and waited itself
        }
    }

    /** The same for {@code folder}, what is in it, and its name. */
    static void awaitAll(Path folder) throws IOException {
        List<Path> all;
        try (var walk = Files.walk(folder)) {
            all = walk.toList();
        }
        for (Path path : all) {
            await(path);
        }
        Path parent = folder.toAbsolutePath().getParent();
        if (parent != null) {
            await(parent);
        }
    }
}
