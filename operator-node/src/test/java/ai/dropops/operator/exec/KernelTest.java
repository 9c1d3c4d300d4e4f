package ai.dropops.operator.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.dropops.operator.confine.Holes;
import ai.dropops.operator.exec.ProvingGround.Result;
import ai.dropops.operator.exec.ProvingGround.Setup;
import ai.dropops.protocol.action.Profile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Every command of the guard's corpus, the destructive ones too, really executed under the product's own rules on the {@link
 * ProvingGround}: the kernel holds the promise, whatever the guard thinks of the command.
 */
class KernelTest {
    private static final Logger LOG = LoggerFactory.getLogger(KernelTest.class);
    private static final int AT_LEAST = 1500;
    private static final int AT_A_TIME = 1402;
    /** Under {@code change} the ground rightly wears out. */
    private static final int AT_A_TIME_CHANGING = 300;

    private static final int GROUNDS_AT_ONCE = 2;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.+-]{1,40}");
    private static final List<String> PROGRAMS =
            List.of("/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin");

    @TempDir
    static Path program;

    private static List<String> corpus = List.of();

    @BeforeAll
    static void ship() throws Exception {
        assumeTrue(
                Shell.confinement(Path.of(".dropops")).root(), "only root can make the ground; run the tests as root");
        String obstacle = ProvingGround.obstacle();
        assumeTrue(obstacle.isEmpty(), obstacle);
        corpus = CorpusLines.all();
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        shipClasses();
        shipStandIns();
    }

    @Test
    void nothingChangesUnderLookAsRoot() throws Exception {
        assertHarmless(new Setup(Profile.LOOK, "root", "none"), AT_A_TIME, KernelTest::anything);
    }

    @Test
    void nothingChangesUnderLookAsAnybody() throws Exception {
        assertHarmless(new Setup(Profile.LOOK, "nobody", "none"), AT_A_TIME, KernelTest::anything);
    }

    @Test
    void noProtectedPathChangesUnderChange() throws Exception {
        Set<Path> kept = Holes.protectedPaths();
        assertHarmless(
                new Setup(Profile.CHANGE, "root", "none"),
                AT_A_TIME_CHANGING,
                name -> name.startsWith("powers")
                        || name.startsWith("sentinel")
                        // terminals come and go
                        || (name.startsWith("/")
                                && !name.startsWith("/dev/pts/")
                                && kept.stream().anyMatch(Path.of(name)::startsWith)));
    }

    @Test
    void aPlantedHoleIsCaughtAndItsCommandNamed() throws Exception {
        var holes = List.of(
                new Planted(Profile.LOOK, "root", "no-landlock", List.of("true", "ls /"), "echo harm >> report.txt"),
                new Planted(
                        Profile.LOOK,
                        "nobody",
                        "modes",
                        List.of("id", "touch report.txt", "echo harm >> report.txt"),
                        "chmod 600 report.txt"),
                new Planted(
                        Profile.LOOK,
                        "nobody",
                        "no-landlock",
                        List.of("true"),
                        "kill -CONT $(</usr/lib/ground/sentinels)"),
                new Planted(
                        Profile.CHANGE,
                        "nobody",
                        "none",
                        List.of("true"),
                        "exec 3<>/dev/udp/192.0.2.1/53 && echo harm >&3"),
                new Planted(
                        Profile.CHANGE, "nobody", "none", List.of("true"), "exec 3<>/dev/udp/::1/53 && echo harm >&3"),
                unheld(perl("socket(S, 1, SOCK_DGRAM, 0); send(S, 1, 0, pack_sockaddr_un(chr(0).mailbox))")),
                unheld(perl("socket(S, 1, SOCK_STREAM, 0); connect(S, pack_sockaddr_un(chr(0).manager))")),
                unheld(perl("socket(S, 1, SOCK_STREAM, 0); connect(S, pack_sockaddr_un(q(/run/docker.sock)))")),
                unheld("renice -n 5 -p 2"),
                unheld("prlimit --pid 3 --nofile=100:100"),
                new Planted(Profile.SYSTEM, "nobody", "nothing-at-all", List.of("true"), "exec /usr/lib/ground/rootly"),
                new Planted(Profile.SYSTEM, "root", "none", List.of("true"), "echo harm >> /etc/passwd"));
        List<Future<List<String>>> found = atOnce(holes, Planted::culprits);
        for (int i = 0; i < holes.size(); i++) {
            assertThat(found.get(i).get()).containsExactly(holes.get(i).harmful());
        }
    }

    @Test
    void theSameCommandsDoHarmWhereNothingHoldsThem() throws Exception {
        List<String> writing = corpus.stream()
                .filter(command -> command.matches("(cp|dd|echo|ln|mkdir|mv|printf|rm|sed|tee|touch|truncate) .*"))
                .toList();
        Result result =
                ProvingGround.run(program, new Setup(Profile.SYSTEM, "nobody", "none"), writing, KernelTest::anything);
        assertThat(result.started()).isGreaterThan(200);
        assertThat(result.harm()).hasSizeGreaterThan(100);
    }

    private static void assertHarmless(Setup setup, int atATime, Predicate<String> matters) throws Exception {
        long begun = System.nanoTime();
        assertThat(corpus).hasSizeGreaterThanOrEqualTo(AT_LEAST);
        int started = 0;
        int late = 0;
        var notStarted = new ArrayList<String>();
        var harm = new ArrayList<String>();
        for (Future<Outcome> outcome : onGrounds(setup, atATime, matters)) {
            Result result = outcome.get().result();
            started += result.started();
            late += result.late();
            notStarted.addAll(result.notStarted());
            if (!result.harm().isEmpty()) {
                harm.addAll(result.harm());
                harm.addAll(culprits(setup, outcome.get().commands(), matters));
            }
        }
        LOG.info(
                "{} as {}: {} commands executed, {} ended at their deadline, {} s",
                setup.profile(),
                setup.user(),
                started,
                late,
                (System.nanoTime() - begun) / 1_000_000_000);
        assertThat(harm).isEmpty();
        assertThat(notStarted).isEmpty();
        assertThat(started).isEqualTo(corpus.size());
    }

    private static boolean anything(String name) {
        return !name.isEmpty();
    }

    private record Outcome(List<String> commands, Result result) {}

    /** A rule that is not there, some commands that do no harm for all that, and one that does. */
    private record Planted(Profile profile, String user, String hole, List<String> harmless, String harmful) {
        List<String> culprits() throws IOException, InterruptedException {
            var commands = new ArrayList<>(harmless);
            commands.add(harmless.size() / 2, harmful);
            // what change may rightly change is no harm
            Predicate<String> matters =
                    profile == Profile.CHANGE ? name -> name.startsWith("network") : KernelTest::anything;
            return KernelTest.culprits(new Setup(profile, user, hole), commands, matters);
        }
    }

    private static List<Future<Outcome>> onGrounds(Setup setup, int atATime, Predicate<String> matters)
            throws InterruptedException {
        var parts = new ArrayList<List<String>>();
        for (int i = 0; i < corpus.size(); i += atATime) {
            parts.add(corpus.subList(i, Math.min(corpus.size(), i + atATime)));
        }
        return atOnce(parts, some -> new Outcome(some, ProvingGround.run(program, setup, some, matters)));
    }

    /** What happens on a ground of its own. */
    private interface Trial<T, R> {
        R of(T subject) throws IOException, InterruptedException;
    }

    /** Under {@code system} nothing holds what file permissions allow. */
    private static Planted unheld(String harmful) {
        return new Planted(Profile.SYSTEM, "nobody", "none", List.of("true"), harmful);
    }

    private static String perl(String statements) {
        return "perl -MSocket -e '" + statements + "'";
    }

    private static <T, R> List<Future<R>> atOnce(List<T> subjects, Trial<T, R> trial) throws InterruptedException {
        try (var grounds = Executors.newFixedThreadPool(GROUNDS_AT_ONCE)) {
            return grounds.invokeAll(subjects.stream()
                    .map(subject -> (Callable<R>) () -> trial.of(subject))
                    .toList());
        }
    }

    /** Those of {@code commands} that do harm, each on a ground of its own in the end. */
    private static List<String> culprits(Setup setup, List<String> commands, Predicate<String> matters)
            throws IOException, InterruptedException {
        if (ProvingGround.run(program, setup, commands, matters).harm().isEmpty()) {
            return List.of();
        }
        if (commands.size() == 1) {
            return commands;
        }
        var found = new ArrayList<String>();
        int half = commands.size() / 2;
        found.addAll(culprits(setup, commands.subList(0, half), matters));
        found.addAll(culprits(setup, commands.subList(half, commands.size()), matters));
        return found;
    }

    private static void shipClasses() throws IOException {
        Path classes = Files.createDirectory(program.resolve("classes"));
        for (String entry : System.getProperty("java.class.path").split(":", -1)) {
            Path path = Path.of(entry);
            String name = path.getFileName().toString();
            if (Files.isDirectory(path)) {
                copyFolder(path, classes.resolve("folder-" + entry.hashCode()));
            } else if (name.startsWith("jackson-") || name.startsWith("slf4j-api") || name.startsWith("protocol-")) {
                Files.copy(path, classes.resolve(name));
            }
        }
    }

    private static void copyFolder(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path each : all.toList()) {
                Files.copy(each, to.resolve(from.relativize(each).toString()));
            }
        }
    }

    /** For every word of the corpus that could name a program and names none here, one that tries the worst. */
    private static void shipStandIns() throws IOException {
        for (String name : List.of("ground.sh", "cell.pl", "harm.sh")) {
            try (InputStream script = Objects.requireNonNull(KernelTest.class.getResourceAsStream("/ground/" + name))) {
                Files.copy(script, program.resolve(name));
            }
            Files.setPosixFilePermissions(program.resolve(name), PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        Path standIns = Files.createDirectory(program.resolve("standins"));
        for (String name : names()) {
            Files.createSymbolicLink(standIns.resolve(name), Path.of("../harm.sh"));
        }
    }

    private static Set<String> names() {
        var names = new TreeSet<String>();
        for (String command : corpus) {
            Arrays.stream(command.split("[^A-Za-z0-9_.+-]+", -1))
                    .filter(word -> NAME.matcher(word).matches())
                    .filter(word -> PROGRAMS.stream().noneMatch(folder -> Files.exists(Path.of(folder, word))))
                    .forEach(names::add);
        }
        return names;
    }
}
