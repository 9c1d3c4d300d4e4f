package ai.dropops.operator.confine;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the operator and a control plane beside it keep on this host, whether it is there yet or not.
 *
 * @param kept what no command may change
 * @param secrets what no command may read unasked
 * @param data of control planes, where also what comes later is theirs
 */
public record OwnFiles(Set<Path> kept, Set<Path> secrets, Set<Data> data) {
    private static final String KEY = "operator.key";
    private static final String COMMAND_LINE_KEY = "cli.json";

    /** A control plane's folder, all of which is its own but {@code spared}, in which the operator was started. */
    public record Data(Path folder, Path spared) {
        private boolean has(Path path) {
            return path.startsWith(folder) && !path.startsWith(spared);
        }
    }

    public OwnFiles {
        kept = Set.copyOf(kept);
        secrets = Set.copyOf(secrets);
        data = Set.copyOf(data);
    }

    /**
     * The operator's folder, its key beside it, its program, the command line's configuration, and of a control plane
     * that keeps its data above that folder, all of that data.
     *
     * @param home the operator's folder, {@code .dropops} where it was started
     */
    public static OwnFiles around(Path home, Map<String, String> environment) {
        return around(home, environment, Path.of(System.getProperty("java.class.path")));
    }

    /** @param classPath of the operator; its archive, when it runs from one */
    static OwnFiles around(Path home, Map<String, String> environment, Path classPath) {
        Path folder = real(home);
        var data = new HashSet<Data>();
        for (Path above = folder.getParent(), below = folder; above != null; below = above, above = above.getParent()) {
            if (Files.exists(above.resolve(COMMAND_LINE_KEY))) {
                data.add(new Data(above, below));
            }
        }
        var secrets = new TreeSet<Path>();
        secrets.add(folder);
        secrets.add(folder.resolveSibling(KEY));
        secrets.add(real(folder.resolveSibling(KEY)));
        data.forEach(of -> addOthers(secrets, of));
        var kept = new TreeSet<>(secrets);
        kept.addAll(program(classPath));
        commandLine(environment).map(OwnFiles::real).ifPresent(secrets::add);
        return new OwnFiles(kept, secrets, data);
    }

    /**
     * Whether {@code path}, which is absolute, normal and leads through no link, is one of them or lies below one, under
     * whatever mount it is reached.
     */
    public boolean has(Path path) throws IOException {
        var names = Mounts.withAliases(Set.of(path));
        return names.stream()
                .anyMatch(name -> Stream.concat(kept.stream(), secrets.stream()).anyMatch(name::startsWith)
                        || data.stream().anyMatch(of -> of.has(name)));
    }

    /** Of those, what is there now. */
    OwnFiles present() {
        return new OwnFiles(present(kept), present(secrets), data);
    }

    private static Set<Path> present(Set<Path> paths) {
        return paths.stream().filter(Files::exists).collect(Collectors.toSet());
    }

    /** The operator's archive and the libraries beside it, when it runs from one. */
    private static Set<Path> program(Path classPath) {
        return Files.isRegularFile(classPath)
                ? Set.of(real(classPath), real(classPath).resolveSibling("lib"))
                : Set.of();
    }

    private static Optional<Path> commandLine(Map<String, String> environment) {
        return Optional.ofNullable(environment.get("XDG_CONFIG_HOME"))
                .filter(folder -> folder.startsWith("/"))
                .or(() -> Optional.ofNullable(environment.get("HOME"))
                        .filter(folder -> folder.startsWith("/"))
                        .map(home -> home + "/.config"))
                .map(folder -> Path.of(folder, "dropops"));
    }

    private static void addOthers(Set<Path> secrets, Data data) {
        try (var entries = Files.newDirectoryStream(data.folder())) {
            for (Path entry : entries) {
                if (!entry.equals(data.spared())) {
                    secrets.add(entry);
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            secrets.add(data.folder()); // what cannot be listed is closed as a whole
        }
    }

    /** Without links, as far as it is there; where even that cannot be seen, as it is written. */
    private static Path real(Path path) {
        Path absolute = path.toAbsolutePath().normalize();
        Path there = absolute;
        while (Files.notExists(there) && there.getParent() != null) {
            there = there.getParent();
        }
        try {
            return there.toRealPath().resolve(there.relativize(absolute));
        } catch (IOException e) {
            return absolute;
        }
    }
}
