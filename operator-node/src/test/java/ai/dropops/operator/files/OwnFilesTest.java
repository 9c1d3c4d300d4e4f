package ai.dropops.operator.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.dropops.operator.confine.Holes;
import ai.dropops.operator.files.Bench.Said;
import ai.dropops.protocol.action.FileAction;
import ai.dropops.protocol.action.FileAction.DeleteFile;
import ai.dropops.protocol.action.FileAction.FileHistory;
import ai.dropops.protocol.action.FileAction.ListDirectory;
import ai.dropops.protocol.action.FileAction.ReadFile;
import ai.dropops.protocol.action.FileAction.RestoreFile;
import ai.dropops.protocol.identity.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the operator and a control plane beside it keep is reached by no file action, there or not there yet. */
final class OwnFilesTest {
    private static final Digest CONTENT = Digest.of(new byte[0]);

    @TempDir
    Path temporary;

    private Path data;
    private Path operator;
    private Path settings;
    private Bench bench;

    /** As {@code dropops up} lays them: the control plane's data, the operator in a folder of it, the person's settings. */
    @BeforeEach
    void lay() throws IOException {
        Path root = temporary.toRealPath();
        data = Files.createDirectory(root.resolve("data"));
        operator = Files.createDirectory(data.resolve("operator"));
        Files.writeString(data.resolve("cli.json"), "token");
        Files.writeString(data.resolve("master.key"), "master");
        Files.writeString(Files.createDirectory(data.resolve("journal")).resolve("events.db"), "events");
        Files.writeString(operator.resolve("operator.key"), "key");
        settings = Files.createDirectories(root.resolve("real").resolve("dropops"));
        Files.writeString(settings.resolve("config.json"), "token");
        Path linked = Files.createSymbolicLink(root.resolve("linked"), root.resolve("real"));
        bench = new Bench(
                operator.resolve(".dropops"), Map.of("XDG_CONFIG_HOME", linked.toString()), Resolution.best());
        Files.writeString(operator.resolve(".dropops").resolve("identity"), "identity");
    }

    @Test
    void noActionReachesWhatIsThere() throws IOException {
        for (Path own : List.of(
                operator.resolve("operator.key"),
                operator.resolve(".dropops").resolve("identity"),
                data.resolve("cli.json"),
                data.resolve("master.key"),
                data.resolve("journal").resolve("events.db"),
                settings.resolve("config.json"))) {
            String before = Files.readString(own);
            everyActionIsRefused(own);
            assertThat(own).hasContent(before);
        }
    }

    @Test
    void norWhatMayComeToBeThere() throws IOException {
        Files.delete(operator.resolve("operator.key"));
        Files.delete(settings.resolve("config.json"));
        Files.delete(settings);
        for (Path own : List.of(
                operator.resolve("operator.key"),
                operator.resolve(".dropops").resolve("policy.yaml"),
                data.resolve("later.db"),
                data.resolve("later").resolve("events.db"),
                settings.resolve("config.json"))) {
            everyActionIsRefused(own);
            assertThat(own).doesNotExist();
        }
    }

    @Test
    void aControlPlaneThatComesLaterIsSeen() throws IOException {
        Files.delete(data.resolve("cli.json"));
        assertThat(bench.reads(data.resolve("master.key")).text()).isEqualTo("master");
        Files.writeString(data.resolve("cli.json"), "token");
        assertRefused(bench.reads(data.resolve("master.key")), data);
    }

    @Test
    void foldersOfItsOwnAreNotListed() {
        for (Path own : List.of(data, data.resolve("journal"), operator.resolve(".dropops"), settings)) {
            assertRefused(bench.does(new ListDirectory(own.toString())), own);
        }
    }

    @Test
    void whatLiesBesideThemIsOpenToThePeopleWhoAsk() throws IOException {
        Path beside = Files.writeString(operator.resolve("operator.keys"), "list");
        assertThat(bench.reads(beside).text()).isEqualTo("list");
        assertThat(bench.does(new ListDirectory(operator.toString())).exitCode())
                .isZero();
        bench.writes(temporary.toRealPath().resolve("dataset"), "x");
        assertThat(temporary.resolve("dataset")).hasContent("x");
    }

    @Test
    void noLinkAndNoWayBackLeadsThere() throws IOException {
        Path outside = Files.createDirectory(temporary.toRealPath().resolve("outside"));
        Path link = Files.createSymbolicLink(outside.resolve("key"), operator.resolve("operator.key"));
        Path folder = Files.createSymbolicLink(outside.resolve("folder"), data);
        Path dangling = Files.createSymbolicLink(outside.resolve("next"), data.resolve("later.db"));
        Path config = temporary.toRealPath().resolve("linked").resolve("dropops");
        for (Path path : List.of(
                link, folder.resolve("master.key"), folder.resolve("later"), dangling, config.resolve("config.json"))) {
            assertThat(bench.reads(path).exitCode()).isNotZero();
            assertThat(bench.writes(path, "x").exitCode()).isNotZero();
            assertThat(bench.does(new DeleteFile(path.toString(), CONTENT)).exitCode())
                    .isNotZero();
        }
        assertThat(bench.does(new ListDirectory(folder.toString())).exitCode()).isNotZero();
        assertThat(operator.resolve("operator.key")).hasContent("key");
        assertThat(data.resolve("master.key")).hasContent("master");
        assertThat(data.resolve("later.db")).doesNotExist();
        assertThat(settings.resolve("config.json")).hasContent("token");
        for (String spelling : List.of("/../data/master.key", "/./key", "//key")) {
            assertThatThrownBy(() -> ReadFile.whole(outside + spelling)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void noOtherNameOfTheSameFileLeadsThere() throws IOException {
        Path outside = Files.createDirectory(temporary.toRealPath().resolve("outside"));
        for (Path own : List.of(
                operator.resolve("operator.key"),
                operator.resolve(".dropops").resolve("identity"),
                data.resolve("journal").resolve("events.db"),
                settings.resolve("config.json"))) {
            String content = Files.readString(own);
            Path other = Files.createLink(outside.resolve(own.getFileName()), own);
            assertRefused(bench.reads(other), other);
            assertRefused(bench.writes(other, "x"), other);
            assertRefused(bench.does(new DeleteFile(other.toString(), Bench.base(other))), other);
            assertThat(other).hasContent(content);
            assertThat(own).hasContent(content);
        }
        Path foreign = Files.writeString(outside.resolve("foreign"), "foreign");
        Files.createLink(outside.resolve("other"), foreign);
        assertThat(bench.reads(foreign).text()).isEqualTo("foreign");
    }

    @Test
    void noOtherMountLeadsThere() throws Exception {
        assumeTrue(System.getProperty("user.name").equals("root"), "only root can mount what belongs to this host");
        Path other = Files.createDirectory(temporary.toRealPath().resolve("other"));
        Map<Path, String> mounted = Map.of(
                operator.resolve(".dropops"),
                "identity",
                operator,
                ".dropops/identity",
                data,
                "journal/events.db",
                settings.getParent(),
                "dropops/config.json");
        for (var own : mounted.entrySet()) {
            Path file = other.resolve(own.getValue());
            Holes.whereAlsoAt(other, own.getKey(), () -> {
                String content = Files.readString(file);
                assertRefused(bench.reads(file), file);
                assertRefused(bench.writes(file, "x"), file);
                assertThat(file).hasContent(content);
                return own;
            });
        }
    }

    private void everyActionIsRefused(Path own) {
        String path = own.toString();
        var version = "0".repeat(40);
        for (FileAction action : List.of(
                ReadFile.whole(path),
                new ReadFile(path, version, 0, 1),
                new ListDirectory(path),
                new FileHistory(path),
                Bench.write(own, "x", Bench.base(own)),
                new DeleteFile(path, CONTENT),
                new RestoreFile(path, version, CONTENT, Bench.base(own)))) {
            assertRefused(bench.does(action), own);
        }
    }

    private static void assertRefused(Said said, Path own) {
        assertThat(said.exitCode()).as(own.toString()).isEqualTo(1);
        assertThat(said.stderr()).as(own.toString()).contains("DropOps' own");
        assertThat(said.stdout()).isEmpty();
    }
}
