package ai.dropops.persistence.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {
    @TempDir
    Path temp;

    /** Holds the folder given until it is killed. */
    static final class Holder {
        public static void main(String[] arguments) throws InterruptedException {
            try (var folder = DataFolder.open(Path.of(arguments[0]))) {
                System.out.println(folder.path());
                Thread.currentThread().join();
            }
        }
    }

    @Test
    void itIsMadeForItsOwnerOnly() throws IOException {
        try (var folder = DataFolder.open(temp.resolve("a/b"))) {
            assertThat(permissions(folder.path())).isEqualTo("rwx------");
            assertThat(permissions(folder.write("cli.json", new byte[] {1}))).isEqualTo("rw-------");
        }
    }

    @Test
    void anEmptyFolderOfOthersReadingIsTightened() throws IOException {
        Path given = Files.createDirectory(
                temp.resolve("given"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        DataFolder.open(given).close();
        assertThat(permissions(given)).isEqualTo("rwx------");
        DataFolder.open(given).close();
    }

    @Test
    void aFolderFullOfOtherThingsIsLeftAlone() throws IOException {
        Files.writeString(temp.resolve("thesis.txt"), "two years of work");
        String before = permissions(temp);
        assertThatExceptionOfType(StartupRefused.class)
                .isThrownBy(() -> DataFolder.open(temp))
                .withMessageContaining("holds other things")
                .satisfies(e -> assertThat(e.advice()).contains("--data"));
        assertThat(permissions(temp)).isEqualTo(before);
    }

    @Test
    void aPlaceThatCannotBeAFolderIsRefusedWithAdvice() throws IOException {
        Path file = Files.writeString(temp.resolve("file"), "");
        for (Path impossible : new Path[] {file, file.resolve("below"), Path.of("/proc/dropops")}) {
            assertThatExceptionOfType(StartupRefused.class)
                    .isThrownBy(() -> DataFolder.open(impossible))
                    .withMessageContaining("cannot be used")
                    .satisfies(e -> assertThat(e.advice()).contains("--data"));
        }
    }

    @Test
    void aSecondOneInThisProcessIsRefused() {
        try (var _ = DataFolder.open(temp.resolve("data"))) {
            assertThatExceptionOfType(StartupRefused.class)
                    .isThrownBy(() -> DataFolder.open(temp.resolve("data")))
                    .withMessageContaining("Another control plane");
        }
    }

    @Test
    void aSecondProcessIsRefusedUntilTheFirstIsGoneHoweverItWent() throws Exception {
        Path data = temp.resolve("data");
        try (var holder = OtherJvm.run(Holder.class, data.toString())) {
            holder.line();
            assertThatExceptionOfType(StartupRefused.class)
                    .isThrownBy(() -> DataFolder.open(data))
                    .withMessageMatching("Another control plane uses .* \\(process \\d+\\)\\.")
                    .satisfies(e -> assertThat(e.advice()).contains("--port"));
            holder.kill();
        }
        DataFolder.open(data).close();
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
