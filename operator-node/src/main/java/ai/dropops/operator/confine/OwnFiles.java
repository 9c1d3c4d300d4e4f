package ai.dropops.operator.confine;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the operator and a control plane beside it keep on this host.
 *
 * @param kept what no command may change
 * @param secrets what no command may read unasked
 */
record OwnFiles(Set<Path> kept, Set<Path> secrets) {
    private static final String KEY = "operator.key";
    private static final String COMMAND_LINE_KEY = "cli.json";

    OwnFiles {
        kept = Set.copyOf(kept);
        secrets = Set.copyOf(secrets);
    }

    /**
     * The operator's folder, its key beside it, its program, the command line's configuration, and of a control plane
     * that keeps its data above that folder, all of that data.
     *
     * @param home the operator's folder, {@code .dropops} where it was started
     */
    static OwnFiles around(Path home, Map<String, String> environment) {
        Path folder = real(home);
        var secrets = new TreeSet<Path>();
        secrets.add(folder);
        secrets.add(folder.resolveSibling(KEY));
        for (Path above = folder.getParent(), below = folder; above != null; below = above, above = above.getParent()) {
            if (Files.exists(above.resolve(COMMAND_LINE_KEY))) {
                addOthers(secrets, above, below);
            }
        }
        var kept = new TreeSet<>(secrets);
        kept.addAll(program());
        commandLine(environment).map(OwnFiles::real).ifPresent(secrets::add);
        kept.removeIf(Files::notExists);
        secrets.removeIf(Files::notExists);
        return new OwnFiles(kept, secrets);
    }

    /** The operator's archive and the libraries beside it, when it runs from one. */
    private static Set<Path> program() {
        Path path = Path.of(System.getProperty("java.class.path"));
        return Files.isRegularFile(path) ? Set.of(real(path), real(path).resolveSibling("lib")) : Set.of();
    }

    private static Optional<Path> commandLine(Map<String, String> environment) {
        return Optional.ofNullable(environment.get("XDG_CONFIG_HOME"))
                .filter(folder -> folder.startsWith("/"))
                .or(() -> Optional.ofNullable(environment.get("HOME"))
                        .filter(folder -> folder.startsWith("/"))
                        .map(home -> home + "/.config"))
                .map(folder -> Path.of(folder, "dropops"));
    }

    private static void addOthers(Set<Path> secrets, Path folder, Path spared) {
        try (var entries = Files.newDirectoryStream(folder)) {
            for (Path entry : entries) {
                if (!entry.equals(spared)) {
                    secrets.add(entry);
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            secrets.add(folder); // what cannot be listed is closed as a whole
        }
    }

    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            return path.toAbsolutePath().normalize();
        }
    }
}
