package ai.dropops.operator.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The way back from changes of files. */
final class UndoTest {
    @TempDir
    Path temporary;

    private Path root;
    private Path file;
    private Bench bench;

    @BeforeEach
    void prepare() throws IOException {
        root = Files.createDirectory(temporary.toRealPath().resolve("srv"));
        file = Files.writeString(root.resolve("config"), "port 80\n");
        bench = new Bench(temporary.resolve("home"), Resolution.best());
    }

    @Test
    void aChangedFileIsGivenWhatItHeldBefore() {
        assertThat(bench.writes(file, "port 81\n").exitCode()).isZero();
        var undone = bench.takesBack(file);
        assertThat(undone.exitCode()).as(undone.stderr()).isZero();
        assertThat(file).hasContent("port 80\n");
        assertThat(undone.text()).contains("restore " + file).contains("ledger: before ");
    }

    @Test
    void aFileThatWasMadeGoesAndOneThatWasDeletedComesBack() {
        Path made = root.resolve("made");
        bench.writes(made, "new\n");
        bench.deletes(file);
        assertThat(bench.takesBack(file, made).exitCode()).isZero();
        assertThat(made).doesNotExist();
        assertThat(file).hasContent("port 80\n");
    }

    @Test
    void whatSomebodyHasChangedSinceStaysAsItIs() throws IOException {
        Path other = Files.writeString(root.resolve("other"), "a\n");
        bench.writes(file, "port 81\n");
        bench.writes(other, "b\n");
        Files.writeString(file, "port 82\n");
        var undone = bench.takesBack(file, other);
        assertThat(undone.exitCode()).isEqualTo(1);
        assertThat(undone.stderr()).startsWith(file + ": conflict: ");
        assertThat(file).hasContent("port 82\n");
        assertThat(other).hasContent("a\n");
    }

    @Test
    void whereNothingWasKeptThatIsSaid() {
        var undone = bench.takesBack(file);
        assertThat(undone.exitCode()).isEqualTo(2);
        assertThat(undone.stderr()).contains("nothing of ba_").contains("is kept here");
        assertThat(file).hasContent("port 80\n");
    }

    @Test
    void takingBackTwiceIsAConflictAndChangesNothing() {
        bench.writes(file, "port 81\n");
        bench.takesBack(file);
        assertThat(bench.takesBack(file).exitCode()).isEqualTo(1);
        assertThat(file).hasContent("port 80\n");
    }

    @Test
    void whatACommandDidToTheFilesItNamesIsTakenBack() throws IOException {
        Path gone = Files.writeString(root.resolve("gone"), "a\n");
        Path made = root.resolve("made");
        Path folder = root.resolve("folder");
        Path deeper = folder.resolve("deeper");
        bench.commands(
                () -> {
                    set(file, "port 81\n");
                    set(made, "b\n");
                    assertThat(gone.toFile().delete()).isTrue();
                    assertThat(folder.toFile().mkdir()).isTrue();
                    set(deeper, "c\n");
                },
                file,
                gone,
                made,
                folder,
                deeper);
        assertThat(bench.takesBack(file, gone, made, deeper).exitCode()).isZero();
        assertThat(deeper).doesNotExist();
        assertThat(file).hasContent("port 80\n");
        assertThat(gone).hasContent("a\n");
        assertThat(made).doesNotExist();
        assertThat(bench.takesBack(folder).stderr()).contains("is kept here");
        assertThat(folder).exists();
    }

    @Test
    void whatAnotherChangedBesideACommandIsNotTakenForTheCommands() {
        Path other = root.resolve("other");
        bench.commands(() -> set(other, "b\n"), file, other);
        bench.commands(() -> set(file, "port 82\n"), other);
        assertThat(bench.takesBack(file).text()).contains("was not changed");
        assertThat(file).hasContent("port 82\n");
    }

    private static void set(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void theOperatorsOwnFilesAreNotTouched() {
        Path own = bench.ledger().resolve("HEAD");
        assertThat(bench.takesBack(own).stderr()).contains("is one of DropOps' own files");
    }
}
