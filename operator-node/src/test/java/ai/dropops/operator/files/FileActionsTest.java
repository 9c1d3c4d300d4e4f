package ai.dropops.operator.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.dropops.operator.files.Bench.Said;
import ai.dropops.protocol.action.FileAction;
import ai.dropops.protocol.action.FileAction.FileHistory;
import ai.dropops.protocol.action.FileAction.ListDirectory;
import ai.dropops.protocol.action.FileAction.ReadFile;
import ai.dropops.protocol.action.FileAction.RestoreFile;
import ai.dropops.protocol.action.FileAction.WriteFile;
import ai.dropops.protocol.identity.Bytes;
import ai.dropops.protocol.identity.Digest;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class FileActionsTest {
    @TempDir
    Path temporary;

    private Path root;
    private Path file;
    private Bench bench;

    @BeforeEach
    void prepare() throws IOException {
        root = Files.createDirectory(temporary.toRealPath().resolve("srv"));
        file = Files.writeString(root.resolve("config"), "port 80\n");
        bench = on(Resolution.best());
    }

    @Test
    void theKernelsOwnResolutionIsUsedWhereItIsKnown() {
        assertThat(Resolution.best()).isEqualTo(Resolution.AT_ONCE);
    }

    @Test
    void aFileIsReadByteForByte() throws IOException {
        var bytes = new byte[300_000];
        new Random(7).nextBytes(bytes);
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] |= (byte) 0x80; // no text, so that nothing of it is replaced
        }
        Files.write(file, bytes);
        assertThat(bench.reads(file).stdout()).isEqualTo(bytes);
        assertThat(bench.does(new ReadFile(file.toString(), "", 299_990, 100)).stdout())
                .hasSize(10);
        assertThat(bench.does(new ReadFile(file.toString(), "", 5, 7)).stdout())
                .isEqualTo(Arrays.copyOfRange(bytes, 5, 12));
        assertThat(bench.does(new ReadFile(file.toString(), "", 1L << 40, 7)).stdout())
                .isEmpty();
    }

    @Test
    void aFolderIsListedWithNamesNoTerminalIsHarmedBy() throws IOException {
        Files.createDirectory(root.resolve("sub"));
        Files.createSymbolicLink(root.resolve("grüße"), Path.of("nowhere"));
        Files.writeString(root.resolve("a\nb"), "");
        Said said = bench.does(new ListDirectory(root.toString()));
        assertThat(said.exitCode()).isZero();
        List<String> lines = said.text().lines().toList();
        assertThat(lines).hasSize(4);
        assertThat(lines.get(0)).startsWith("-rw").endsWith(" a\\x0ab");
        assertThat(lines.get(1)).startsWith("-rw").contains(" 8 ").endsWith(" config");
        assertThat(lines.get(2)).startsWith("l").endsWith(" grüße");
        assertThat(lines.get(3)).startsWith("d").endsWith(" sub");
    }

    @Test
    void aChangeKeepsModeOwnerAndAttributesAndDropsWhatGivesRights() throws IOException {
        Files.setAttribute(file, "unix:mode", 04751);
        boolean attributes = Files.getFileStore(file).supportsFileAttributeView("user");
        if (attributes) {
            Files.setAttribute(file, "user:kept", "yes".getBytes(UTF_8));
        }
        boolean root = System.getProperty("user.name").equals("root");
        if (root) {
            Files.setAttribute(file, "unix:uid", 1234);
            Files.setAttribute(file, "unix:gid", 2345);
            Files.setAttribute(file, "unix:mode", 04751);
        }
        Said said = bench.writes(file, "port 81\n");
        assertThat(said.text()).contains("without its set-user-id");
        assertThat(file).hasContent("port 81\n");
        assertThat((int) Files.getAttribute(file, "unix:mode") & 07777).isEqualTo(0751);
        if (attributes) {
            assertThat((byte[]) Files.getAttribute(file, "user:kept")).isEqualTo("yes".getBytes(UTF_8));
        }
        if (root) {
            assertThat(Files.getAttribute(file, "unix:uid")).isEqualTo(1234);
            assertThat(Files.getAttribute(file, "unix:gid")).isEqualTo(2345);
        }
    }

    @Test
    void aNewFileHasTheModeThatWasAskedFor() throws IOException {
        Path key = root.resolve("key");
        var write = new WriteFile(key.toString(), Bytes.wrap("x".getBytes(UTF_8)), FileAction.ABSENT, "600");
        assertThat(bench.does(write).exitCode()).isZero();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
                .isEqualTo("rw-------");
        Path plain = root.resolve("plain");
        bench.writes(plain, "x");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(plain)))
                .isEqualTo("rw-r--r--");
    }

    @Test
    void aFileThatIsNotWhatWasApprovedIsLeftAlone() throws IOException {
        var edit = Bench.write(file, "mine\n", Bench.base(file));
        Files.writeString(file, "theirs\n");
        Said said = bench.does(edit);
        assertThat(said.exitCode()).isEqualTo(1);
        assertThat(said.stderr()).startsWith("conflict: ").contains("nothing was changed");
        assertThat(file).hasContent("theirs\n");
        assertThat(bench.does(Bench.write(file, "new\n", FileAction.ABSENT)).stderr())
                .startsWith("conflict");
        Files.delete(file);
        assertThat(bench.does(edit).stderr()).startsWith("conflict").contains("absent");
        assertThat(names()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void noLinkIsFollowedToAnyPlace(Resolution resolution) throws IOException {
        Path secret = Files.writeString(temporary.toRealPath().resolve("secret"), "secret");
        Path link = Files.createSymbolicLink(root.resolve("link"), secret);
        Path folder = Files.createSymbolicLink(root.resolve("folder"), root);
        Bench other = on(resolution);
        for (Path path : List.of(link, folder.resolve("config"))) {
            assertThat(other.reads(path).exitCode()).isEqualTo(1);
            assertThat(other.reads(path).stdout()).isEmpty();
            assertThat(other.writes(path, "x").exitCode()).isEqualTo(1);
            assertThat(other.deletes(path).exitCode()).isEqualTo(1);
        }
        assertThat(other.does(new ListDirectory(folder.toString())).stderr()).contains("symbolic link");
        assertThat(other.reads(file).text()).isEqualTo("port 80\n");
        assertThat(other.writes(file, "port 82\n").exitCode()).isZero();
        assertThat(secret).hasContent("secret");
        assertThat(file).hasContent("port 82\n");
        assertThat(link).isSymbolicLink();
    }

    @ParameterizedTest
    @EnumSource
    void magicLinksAndTheKernelsFilesAreRefused(Resolution resolution) {
        Bench other = on(resolution);
        for (String path : List.of(
                "/proc/self/root/etc/hostname",
                "/proc/self/cwd/pom.xml",
                "/proc/self/fd/0",
                "/proc/self/environ",
                "/proc/version",
                "/sys/kernel/mm/transparent_hugepage/enabled",
                "/dev/zero",
                "/dev/null")) {
            Said said = other.does(ReadFile.whole(path));
            assertThat(said.exitCode()).as(path + said.stderr()).isEqualTo(1);
            assertThat(said.stdout()).isEmpty();
        }
    }

    @Test
    void whatIsNoRegularFileIsNeitherWaitedForNorReplaced() throws Exception {
        Path pipe = root.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        assertThat(bench.reads(pipe).stderr()).contains("no regular file");
        assertThat(bench.does(Bench.write(pipe, "x", FileAction.ABSENT)).stderr())
                .contains("no regular file");
        assertThat(bench.reads(root).stderr()).contains("no regular file");
        assertThat(bench.does(Bench.write(root, "x", FileAction.ABSENT)).exitCode())
                .isEqualTo(1);
    }

    @Test
    void aForeignFilesSecondNameIsNotTrusted() throws IOException {
        Path open = Files.createDirectory(root.resolve("open"));
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
        Path planted = Files.createLink(open.resolve("planted"), file);
        assertThat(bench.reads(planted).stderr()).contains("2 names");
        assertThat(bench.writes(planted, "x").exitCode()).isEqualTo(1);
        assertThat(file).hasContent("port 80\n");
    }

    @Test
    void hugeFilesAreReadInParts() throws IOException {
        try (var huge = new RandomAccessFile(file.toFile(), "rw")) {
            huge.setLength(1L << 36);
        }
        assertThat(bench.reads(file).stderr()).contains("give an offset and a limit");
        assertThat(bench.does(new ReadFile(file.toString(), "", 1L << 35, 4096)).stdout())
                .hasSize(4096);
        assertThat(bench.does(Bench.write(file, "x", Digest.of(new byte[0]))).stderr())
                .contains("larger than the");
    }

    @Test
    void theOperatorsOwnFolderIsOutOfReach() throws IOException {
        Path home = temporary.toRealPath().resolve("home");
        Path own = Files.writeString(home.resolve("key"), "secret");
        assertThat(bench.reads(own).stderr()).contains("DropOps' own");
        assertThat(bench.writes(own, "x").stderr()).contains("DropOps' own");
        assertThat(bench.does(new ListDirectory(home.toString())).stderr()).contains("DropOps' own");
        assertThat(own).hasContent("secret");
    }

    @Test
    void aFolderThatIsSwappedForALinkLeadsNowhereElse() throws Exception {
        Path inside = Files.createDirectory(root.resolve("inside"));
        Path outside = Files.createDirectory(temporary.toRealPath().resolve("outside"));
        Files.writeString(outside.resolve("config"), "outside\n");
        Files.writeString(inside.resolve("config"), "inside\n");
        Path parked = root.resolve("parked");
        var stop = new AtomicBoolean();
        Thread swapper = Thread.ofPlatform().start(() -> {
            while (!stop.get()) {
                swap(inside, outside, parked);
            }
        });
        int written = 0;
        for (int i = 0; i < 400; i++) {
            var write = Bench.write(inside.resolve("config"), "inside\n", Digest.of("inside\n".getBytes(UTF_8)));
            var read = bench.reads(inside.resolve("config"));
            assertThat(read.text()).isIn("", "inside\n");
            written += bench.does(write).exitCode() == 0 ? 1 : 0;
            assertThat(outside.resolve("config")).hasContent("outside\n");
        }
        stop.set(true);
        swapper.join();
        assertThat(written).as("writes that met the folder").isPositive();
        assertThat(list(outside)).containsExactly("config");
    }

    private static void swap(Path inside, Path outside, Path parked) {
        try {
            Files.move(inside, parked);
            Files.createSymbolicLink(inside, outside);
            Files.delete(inside);
            Files.move(parked, inside);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aReaderSeesTheOldFileOrTheNewOne() throws Exception {
        String one = "1".repeat(90_000);
        String two = "2".repeat(90_000);
        Files.writeString(file, one);
        var stop = new AtomicBoolean();
        Set<String> seen = new TreeSet<>();
        Thread reader = Thread.ofPlatform().start(() -> {
            while (!stop.get()) {
                try {
                    seen.add(Files.readString(file));
                } catch (IOException e) {
                    seen.add(e.toString());
                }
            }
        });
        for (int i = 0; i < 50; i++) {
            assertThat(bench.writes(file, i % 2 == 0 ? two : one).exitCode()).isZero();
        }
        stop.set(true);
        reader.join();
        assertThat(seen).isSubsetOf(one, two);
        assertThat(names()).containsExactly("config");
    }

    @Test
    void everyVersionComesBack() throws IOException {
        bench.writes(file, "port 81\n");
        bench.deletes(file);
        assertThat(file).doesNotExist();
        List<String> versions = versions();
        assertThat(versions).hasSize(3);
        restore(versions.get(1), "port 81\n");
        assertThat(file).hasContent("port 81\n");
        restore(versions.get(2), "port 80\n");
        assertThat(file).hasContent("port 80\n");
        assertThat(bench.does(new ReadFile(file.toString(), versions.get(1), 5, 2))
                        .text())
                .isEqualTo("81");
        assertThat(bench.does(new ReadFile(file.toString(), versions.get(0), 0, 9))
                        .stderr())
                .contains("does not exist in version");
    }

    @Test
    void aVersionThatHoldsSomethingElseIsNotRestored() {
        bench.writes(file, "port 81\n");
        var other = new RestoreFile(
                file.toString(), versions().getLast(), Digest.of("something else".getBytes(UTF_8)), Bench.base(file));
        assertThat(bench.does(other).stderr()).contains("not what was approved");
        var none = new RestoreFile(file.toString(), "0".repeat(40), other.content(), other.base());
        assertThat(bench.does(none).stderr()).contains("no version");
        assertThat(file).hasContent("port 81\n");
    }

    @Test
    void gitItselfReadsTheLedger() throws Exception {
        assumeTrue(runs("git", "--version"), "git is not installed");
        bench.writes(file, "port 81\n");
        Path out = temporary.resolve("git.out");
        var log = new ProcessBuilder("git", "--git-dir", bench.ledger().toString(), "log", "--format=%s")
                .redirectOutput(out.toFile())
                .start();
        assertThat(log.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(Files.readAllLines(out)).containsExactly("write " + file, "before write " + file);
        assertThat(runs("git", "--git-dir", bench.ledger().toString(), "fsck", "--strict"))
                .isTrue();
    }

    @Test
    void aFullDiskLeavesTheOldFile() throws Exception {
        assumeTrue(runs("unshare", "-m", "true"), "a mount namespace needs root");
        Path small = Files.createDirectory(root.resolve("small"));
        Path out = temporary.resolve("full.out");
        String script = "mount -t tmpfs -o size=64k tmpfs \"$1\" && exec \"$2\" -cp \"$3\""
                + " --enable-native-access=ALL-UNNAMED " + FullDisk.class.getName() + " \"$4\" \"$1\"";
        var run = new ProcessBuilder(
                        "unshare",
                        "-m",
                        "sh",
                        "-c",
                        script,
                        "sh",
                        small.toString(),
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        System.getProperty("java.class.path"),
                        temporary.resolve("home").toString())
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        assertThat(run.waitFor(60, TimeUnit.SECONDS)).isTrue();
        List<String> lines = Files.readAllLines(out);
        assertThat(lines.get(lines.size() - 3)).startsWith("1 ").contains("No space left");
        assertThat(lines.subList(lines.size() - 2, lines.size())).containsExactly("old", "1");
    }

    private void restore(String version, String content) {
        var restore = new RestoreFile(file.toString(), version, Digest.of(content.getBytes(UTF_8)), Bench.base(file));
        Said said = bench.does(restore);
        assertThat(said.exitCode()).as(said.stderr()).isZero();
    }

    private List<String> versions() {
        return bench.does(new FileHistory(file.toString()))
                .text()
                .lines()
                .map(line -> line.substring(0, 40))
                .toList();
    }

    private Bench on(Resolution resolution) {
        return new Bench(temporary.resolve("home"), resolution);
    }

    private List<String> names() throws IOException {
        return list(root);
    }

    private static List<String> list(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }

    private static boolean runs(String... command) throws Exception {
        try {
            return new ProcessBuilder(command)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
