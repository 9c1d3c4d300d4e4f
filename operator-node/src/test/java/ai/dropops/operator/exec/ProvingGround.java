package ai.dropops.operator.exec;

import ai.dropops.protocol.action.Profile;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A throw-away copy of this machine in namespaces of its own, on which commands are really run, and looked at from outside
 * before and after: everything that was written, the sentinels, and the kernel's own count of what was sent.
 */
final class ProvingGround implements AutoCloseable {
    /** Where the overlay keeps what was written, out of reach of whoever may write. */
    private static final String WRITTEN = "usr/lib/ground/base/upper";

    private static final List<String> WATCHED = List.of(WRITTEN, "run", "dev", "tmp");
    private static final String ATTRIBUTES = "unix:mode,uid,gid,size,ino,nlink,rdev,lastModifiedTime,ctime";
    private static final String LOST_CAPABILITIES =
            "-sys_time,-mknod,-sys_boot,-sys_module,-sys_rawio,-syslog,-sys_pacct,-wake_alarm,-audit_control,-bpf,-perfmon";
    private static final String HARM = "harm ";

    private static final int FILE_TYPE = 0170000;
    private static final int CHARACTER_DEVICE = 0020000;

    private final Process process;
    private final BufferedReader said;
    private final OutputStream told;
    private final Path base;
    private final long init;

    /**
     * How commands are run there.
     *
     * @param hole what is left out of the rules on purpose, or {@code none}
     */
    record Setup(Profile profile, String user, String hole) {}

    /**
     * What became of it.
     *
     * @param late how many were ended at their deadline
     * @param notStarted those that could not be started, and why
     * @param harm what changed that must not have, one line each
     */
    record Result(int started, int late, List<String> notStarted, List<String> harm) {}

    private ProvingGround(Process process, Path base) throws IOException {
        this.process = process;
        this.said = process.inputReader();
        this.told = process.getOutputStream();
        this.base = base;
        await("ready");
        this.init = process.children()
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the ground is gone"))
                .pid();
    }

    /** Whether this process may make what it takes; if not, why. */
    static String obstacle() throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of("unshare", "--mount", "--pid", "--net", "--ipc", "--uts", "--fork"));
        command.addAll(List.of("setpriv", "--inh-caps=-all", "/usr/bin/perl", "-MSocket", "-e", "1"));
        var trial = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(trial.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return trial.waitFor() == 0 ? "" : "namespaces cannot be made here: " + said.strip();
    }

    /**
     * Runs {@code commands} under {@code setup} and compares.
     *
     * @param program the folder with the classes to run and the stand-ins
     */
    static Result run(Path program, Setup setup, List<String> commands, Predicate<String> matters)
            throws IOException, InterruptedException {
        Path base = Files.createTempDirectory("ground");
        // it stays until the program's folder goes: another ground may be copying that folder now
        Path list = program.resolve(base.getFileName() + ".commands");
        Files.write(list, commands);
        try (var ground = start(program, setup, base, list)) {
            SortedMap<String, String> before = ground.snapshot(matters);
            ground.tell();
            String[] counts = ground.said.readLine().split(" ", -1);
            var notStarted = new ArrayList<String>();
            var noticed = new ArrayList<String>();
            for (String line = ground.said.readLine(); !"done".equals(line); line = ground.said.readLine()) {
                if (line == null) {
                    throw new IllegalStateException("what runs the commands was ended by one of " + commands);
                }
                if (!line.startsWith(HARM)) {
                    notStarted.add(line);
                } else if (matters.test(line.substring(HARM.length()))) {
                    noticed.add(line);
                }
            }
            List<String> harm = difference(before, ground.snapshot(matters));
            harm.addAll(noticed);
            if (!counts[2].equals("0")) {
                harm.add("managers' sockets: " + counts[2] + " connections");
            }
            return new Result(Integer.parseInt(counts[0]), Integer.parseInt(counts[1]), notStarted, harm);
        }
    }

    private static ProvingGround start(Path program, Setup setup, Path base, Path list) throws IOException {
        Path commands = Path.of("/usr/lib/ground", list.getFileName().toString());
        var command = new ArrayList<>(List.of(
                "unshare",
                "--mount",
                "--pid",
                "--net",
                "--ipc",
                "--uts",
                "--fork",
                "--kill-child",
                "--propagation",
                "private"));
        command.addAll(List.of("bash", program.resolve("ground.sh").toString(), base.toString(), program.toString()));
        command.addAll(List.of(setup.user(), LOST_CAPABILITIES));
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx128m",
                "-XX:-UsePerfData",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                classPath(program),
                GroundRunner.class.getName(),
                setup.profile().name(),
                setup.hole(),
                setup.user(),
                commands.toString()));
        var builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        return new ProvingGround(builder.start(), base);
    }

    /** As it is in the ground, where the program's folder is a part of the system. */
    private static String classPath(Path program) throws IOException {
        try (Stream<Path> classes = Files.list(program.resolve("classes"))) {
            return classes.map(entry -> "/usr/lib/ground/classes/" + entry.getFileName())
                    .sorted()
                    .collect(Collectors.joining(":"));
        }
    }

    private void tell() throws IOException {
        told.write('\n');
        told.flush();
    }

    private void await(String word) throws IOException {
        for (String line = said.readLine(); !word.equals(line); line = said.readLine()) {
            if (line == null) {
                throw new IllegalStateException("the ground ended before it was " + word);
            }
        }
    }

    /** Everything that is watched, by name, as the ground has it now. */
    private SortedMap<String, String> snapshot(Predicate<String> matters) throws IOException {
        Path root = Path.of("/proc", Long.toString(init), "root");
        var found = new TreeMap<String, String>();
        for (String folder : WATCHED) {
            Path watched = root.resolve(folder);
            Files.walkFileTree(watched, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes) throws IOException {
                    return visitFile(path, attributes);
                }

                @Override
                public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) throws IOException {
                    String name = "/" + (folder.equals(WRITTEN) ? "" : folder + "/") + watched.relativize(path);
                    if (matters.test(name)) {
                        describe(path).ifPresent(is -> found.put(name, is));
                    }
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path path, IOException gone) {
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path path, @Nullable IOException gone) {
                    return FileVisitResult.CONTINUE;
                }
            });
        }
        return found;
    }

    /** All that is known of it but its last reading; nothing when it has just gone. */
    private static Optional<String> describe(Path path) throws IOException {
        try {
            var attributes = new TreeMap<>(Files.readAttributes(path, ATTRIBUTES, LinkOption.NOFOLLOW_LINKS));
            if (((int) attributes.getOrDefault("mode", 0) & FILE_TYPE) == CHARACTER_DEVICE) {
                // the kernel dates a terminal's node by what is said over it, whoever's terminal that is
                attributes.remove("lastModifiedTime");
            }
            return Optional.of(attributes.toString());
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private static List<String> difference(SortedMap<String, String> before, SortedMap<String, String> after) {
        var lines = new ArrayList<String>();
        before.forEach((name, was) -> {
            String is = after.get(name);
            if (is == null) {
                lines.add(name + " is gone");
            } else if (!is.equals(was)) {
                lines.add(name + " was " + was + " and is " + is);
            }
        });
        after.keySet().stream().filter(name -> !before.containsKey(name)).forEach(name -> lines.add(name + " is new"));
        return lines;
    }

    @Override
    public void close() throws IOException {
        try {
            tell();
        } catch (IOException e) {
            // it has ended, which is what is wanted
        }
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        Files.delete(base);
    }
}
