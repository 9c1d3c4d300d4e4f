package ai.dropops.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.dropops.cli.connect.Refused;
import ai.dropops.cli.print.Screen;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

final class ScrubTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    private Path folder;

    @Test
    void secretsOfStandardInputAreReplaced() {
        scrub("from 10.1.2.3 by jane@example.org\nno line end");

        assertThat(out).hasToString("from [IP_ADDR] by [EMAIL]\nno line end");
        assertThat(err.size()).isZero();
    }

    @Test
    void countsGoToStandardError() {
        scrub("10.1.2.3 10.1.2.4 jane@example.org", "--counts");

        assertThat(err).hasToString("       2 ipv4\n       1 email\n      34 bytes in, 27 out\n");
    }

    @Test
    void kindsOfOnesOwnAreReplacedToo() throws IOException {
        Path patterns = Files.writeString(folder.resolve("ours"), "kind ticket [TICKET]\nmatch \\bACME-\\d{3,6}\\b\n");
        scrub("ACME-123 and 10.1.2.3", "--patterns", patterns.toString());

        assertThat(out).hasToString("[TICKET] and [IP_ADDR]");
    }

    @Test
    void aPatternThatCannotBeBoundedIsRefusedAndNothingPasses() throws IOException {
        Path patterns = Files.writeString(folder.resolve("ours"), "kind ticket [TICKET]\nmatch ACME.*x\n");
        var command = new Scrub(new Screen(out, err, false), new ByteArrayInputStream(new byte[] {'x'}));
        new CommandLine(command).parseArgs("--patterns", patterns.toString());

        assertThatThrownBy(command::call)
                .isInstanceOf(Refused.class)
                .hasMessageContaining("ACME.*x")
                .hasMessageContaining("may only stand at the very end");
        assertThat(out.size()).isZero();
    }

    private void scrub(String input, String... arguments) {
        var in = new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8));
        assertThat(new CommandLine(new Scrub(new Screen(out, err, false), in)).execute(arguments))
                .isZero();
    }
}
