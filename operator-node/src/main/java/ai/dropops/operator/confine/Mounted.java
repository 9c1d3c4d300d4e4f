package ai.dropops.operator.confine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * One mount of this host.
 *
 * @param device the file system, by the number the kernel gives it
 * @param root the part of it that is mounted
 * @param point where
 */
record Mounted(String device, Path root, Path point) {
    private static final Path TABLE = Path.of("/proc/thread-self/mountinfo");
    private static final int DEVICE = 2;
    private static final int ROOT = 3;
    private static final int POINT = 4;

    static List<Mounted> all() throws IOException {
        return Files.readAllLines(TABLE).stream()
                .map(line -> line.split(" ", -1))
                // what is no path, such as a namespace's file, holds nothing to protect
                .filter(fields -> fields[ROOT].startsWith("/"))
                .map(fields -> new Mounted(fields[DEVICE], path(fields[ROOT]), path(fields[POINT])))
                .toList();
    }

    /** Where {@code path} lies on the device, if it is below this mount. */
    Optional<Path> inside(Path path) {
        return path.startsWith(point) ? Optional.of(root.resolve(point.relativize(path))) : Optional.empty();
    }

    /** By what path that part of the device is reached here; where only something below it is mounted, that mount. */
    Optional<Path> outside(Path within) {
        if (root.startsWith(within)) {
            return Optional.of(point);
        }
        return within.startsWith(root) ? Optional.of(point.resolve(root.relativize(within))) : Optional.empty();
    }

    /** The table writes blanks and the like as octal numbers. */
    private static Path path(String field) {
        var text = new StringBuilder();
        for (int i = 0; i < field.length(); i++) {
            if (field.charAt(i) == '\\' && i + 3 < field.length()) {
                text.append((char) Integer.parseInt(field.substring(i + 1, i + 4), 8));
                i += 3;
            } else {
                text.append(field.charAt(i));
            }
        }
        return Path.of(text.toString());
    }
}
