package ai.dropops.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

final class ShellTextTest {
    @Test
    void oneArgumentIsShellTextAlready() {
        assertThat(ShellText.of(List.of("echo $((6*7)); exit 3"))).isEqualTo("echo $((6*7)); exit 3");
    }

    @Test
    void onlyWhatNeedsQuotesGetsThem() {
        assertThat(ShellText.of(List.of("ls", "-l", "/srv/a b", "it's", "", "k=v", "*")))
                .isEqualTo("ls -l '/srv/a b' 'it'\\''s' '' k=v '*'");
        assertThat(ShellText.of(List.of("A=1", "x"))).isEqualTo("'A=1' x");
    }

    @Property(tries = 60)
    void aShellReadsBackTheSameArguments(@ForAll("arguments") List<String> arguments)
            throws IOException, InterruptedException {
        var all = new ArrayList<>(List.of("printf", "%s\\0"));
        all.addAll(arguments);
        var bash = new ProcessBuilder("bash", "-c", ShellText.of(all))
                .redirectErrorStream(true)
                .start();
        String printed = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(bash.waitFor()).isZero();
        assertThat(printed).isEqualTo(String.join("\0", arguments) + "\0");
    }

    @Provide
    Arbitrary<List<String>> arguments() {
        return Arbitraries.strings()
                .withChars("ab'\"\\$`!*?[]{}()<>|&;~# \n\t=-%é👋")
                .ofMaxLength(12)
                .filter(text -> StandardCharsets.UTF_8.newEncoder().canEncode(text))
                .list()
                .ofMinSize(1)
                .ofMaxSize(5);
    }
}
