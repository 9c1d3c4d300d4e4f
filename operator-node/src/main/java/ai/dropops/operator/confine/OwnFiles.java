package ai.dropops.operator.confine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the operator and a control plane beside it keep on this host, whether it is there yet or not.
 *
 * @param kept what no command may change: the secrets and the operator's program
 * @param secrets what no command may read unasked
 * @param data of control planes, where also what comes later is theirs
 */
public record OwnFiles(Set<Path> kept, Set<Path> secrets, Set<Data> data) {
    private static final String KEY = "operator.key";
    private static final String COMMAND_LINE_KEY = "cli.json";
    private static final Path USERS = Path.of("/etc/passwd");
    private static final int HOME = 5;

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
     * The operator's folder, its key beside it, its program, the configuration of every user's command line, and of a
     * control plane that keeps its data above that folder, all of that data.
     *
     * @param home the operator's folder, {@code .dropops} where it was started
     */
    public static OwnFiles around(Path home, Map<String, String> environment) {
        return around(home, environment, Path.of(System.getProperty("java.class.path")), USERS);
    }

    /**
     * @param classPath of the operator; its archive, when it runs from one
     * @param users who has a home on this host, as {@code /etc/passwd} tells it
     */
    static OwnFiles around(Path home, Map<String, String> environment, Path classPath, Path users) {
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
        commandLines(environment, users).map(OwnFiles::real).forEach(secrets::add);
        var kept = new TreeSet<>(secrets);
        kept.addAll(program(classPath));
        return new OwnFiles(kept, secrets, data);
    }

    /**
     * Whether {@code path}, which is absolute, normal and leads through no link, is one of them or lies below one, under
     * whatever mount it is reached, or is another name of such a file.
     */
    public boolean has(Path path) throws IOException {
        var names = Mounts.withAliases(Set.of(path));
        return names.stream()
                        .anyMatch(name -> kept.stream().anyMatch(name::startsWith)
                                || data.stream().anyMatch(of -> of.has(name)))
                || HardLinks.lead(path, kept);
    }

    /** The secrets that have a name elsewhere too, under which no rule knows them. */
    public Set<Path> secretsWithOtherNames() throws IOException {
        return HardLinks.leaving(secrets);
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

    /** Of the operator's own user as its environment says, and of everybody in their homes. */
    private static Stream<Path> commandLines(Map<String, String> environment, Path users) {
        var settings = Stream.concat(absolute(environment.get("HOME")).stream(), homes(users).stream());
        return Stream.concat(
                        absolute(environment.get("XDG_CONFIG_HOME")).stream(),
                        settings.map(home -> home.resolve(".config")))
                .map(folder -> folder.resolve("dropops"));
    }

    private static Optional<Path> absolute(@Nullable String folder) {
        return Optional.ofNullable(folder).filter(text -> text.startsWith("/")).map(Path::of);
    }

    private static List<Path> homes(Path users) {
        try {
            return new String(Files.readAllBytes(users), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.split(":", -1))
                    .filter(fields -> fields.length > HOME)
                    .flatMap(fields -> absolute(fields[HOME]).stream())
                    .toList();
        } catch (IOException e) {
            return List.of(); // nobody is known here but the operator's user
        }
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
