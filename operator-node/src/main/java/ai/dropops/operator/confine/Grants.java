package ai.dropops.operator.confine;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The Landlock rulesets of the profiles. Landlock can only grant, so that all but one path means every other path. */
final class Grants {
    private static final Path ROOT = Path.of("/");
    private static final Path DEVICES = Path.of("/dev");
    private static final List<Path> SINKS = List.of(Path.of("/dev/null"), Path.of("/dev/zero"), Path.of("/dev/full"));
    private static final List<Path> RANDOM = List.of(Path.of("/dev/random"), Path.of("/dev/urandom"));
    private static final List<Path> TERMINALS =
            List.of(Path.of("/dev/tty"), Path.of("/dev/ptmx"), Path.of("/dev/pts"), Path.of("/dev/shm"));

    private Grants() {}

    /**
     * Reads everything but devices and {@code secrets}, and writes nowhere but to nothing and into {@code scratch};
     * names can be listed everywhere.
     */
    static Ruleset look(Kernel kernel, Set<Path> secrets, Optional<Path> scratch) throws IOException {
        var ruleset = new Ruleset(kernel, Ruleset.EVERYTHING, true);
        try {
            ruleset.grant(ROOT, Ruleset.READ_FOLDER);
            for (Path path : allBut(with(secrets, DEVICES))) {
                ruleset.grant(path, Ruleset.READING);
            }
            for (Path sink : SINKS) {
                ruleset.grant(sink, Ruleset.EVERYTHING);
            }
            for (Path random : RANDOM) {
                ruleset.grant(random, Ruleset.READ_FILE);
            }
            if (scratch.isPresent()) {
                ruleset.grant(scratch.get(), Ruleset.EVERYTHING);
            }
            return ruleset;
        } catch (IOException | RuntimeException e) {
            ruleset.close();
            throw e;
        }
    }

    /** Changes everything but devices and {@code closed}; beside what is closed nothing comes, goes or is renamed. */
    static Ruleset change(Kernel kernel, Set<Path> closed) throws IOException {
        var ruleset = new Ruleset(kernel, Ruleset.EVERYTHING & ~Ruleset.READING, false);
        try {
            var devices = new ArrayList<>(SINKS);
            devices.addAll(RANDOM);
            devices.addAll(TERMINALS);
            for (Path path : allBut(with(closed, DEVICES))) {
                ruleset.grant(path, Ruleset.EVERYTHING);
            }
            for (Path device : devices) {
                ruleset.grant(device, Ruleset.EVERYTHING);
            }
            return ruleset;
        } catch (IOException | RuntimeException e) {
            ruleset.close();
            throw e;
        }
    }

    /** Every sibling of every one of {@code kept}, all the way down. */
    private static List<Path> allBut(Set<Path> kept) {
        var above = new HashSet<Path>();
        for (Path path : kept) {
            for (Path parent = path.getParent(); parent != null; parent = parent.getParent()) {
                above.add(parent);
            }
        }
        var found = new ArrayList<Path>();
        collect(ROOT, kept, above, found);
        return found;
    }

    private static void collect(Path folder, Set<Path> kept, Set<Path> above, List<Path> found) {
        try (var children = Files.newDirectoryStream(folder)) {
            for (Path child : children) {
                if (above.contains(child) && !kept.contains(child)) {
                    collect(child, kept, above, found);
                } else if (!kept.contains(child)) {
                    found.add(child);
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            return; // what cannot be listed is granted nothing
        }
    }

    private static Set<Path> with(Set<Path> paths, Path one) {
        var all = new HashSet<>(paths);
        all.add(one);
        return all;
    }
}
