package ai.dropops.operator.files;

import static org.assertj.core.api.Assertions.assertThat;

import ai.dropops.operator.files.Bench.Said;
import ai.dropops.protocol.action.FileAction.ReadFile;
import ai.dropops.protocol.identity.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the Sentinel hides in a file is neither shown nor overwritten. */
final class HiddenInFilesTest {
    @TempDir
    Path temporary;

    private Path file;
    private Bench bench;

    @BeforeEach
    void prepare() throws IOException {
        file = Files.createDirectory(temporary.toRealPath().resolve("srv")).resolve("config");
        bench = new Bench(temporary.resolve("home"), Resolution.best());
    }

    @Test
    void aSecretInAFileIsNotShownEvenByHalves() throws IOException {
        String token = "ghp_" + "a1".repeat(18);
        Files.writeString(file, "x ".repeat(50_000) + "key " + token + " and 10.1.2.3");
        Said whole = bench.reads(file);
        assertThat(whole.text()).endsWith("x key [GITHUB_TOKEN] and [IP_ADDR]");
        assertThat(whole.stderr()).contains("the Sentinel replaced 2 places");
        assertThat(bench.does(new ReadFile(file.toString(), "", 100_010, 1000)).text())
                .isEqualTo("[GITHUB_TOKEN] and [IP_ADDR]");
        assertThat(bench.does(new ReadFile(file.toString(), "", 100_000, 10)).text())
                .isEqualTo("key [GITHUB_TOKEN]");
        Files.writeString(file, "plain");
        assertThat(bench.reads(file).stderr()).isEmpty();
    }

    @Test
    void aPlaceholderIsNeverWrittenOverWhatItHides() throws IOException {
        Files.writeString(file, "host=10.1.2.3\nport=80\n");
        Digest base = Digest.of(bench.reads(file).stdout());
        Said said = bench.does(Bench.write(file, "host=[IP_ADDR]\nport=81\n", base));
        assertThat(said.exitCode()).isEqualTo(1);
        assertThat(said.stderr()).contains("holds [IP_ADDR]").contains("nothing was changed");
        assertThat(Files.readString(file)).isEqualTo("host=10.1.2.3\nport=80\n");
        assertThat(bench.does(Bench.write(file, "host=web\nport=81\n", base)).exitCode())
                .isZero();
        assertThat(Files.readString(file)).isEqualTo("host=web\nport=81\n");
    }
}
