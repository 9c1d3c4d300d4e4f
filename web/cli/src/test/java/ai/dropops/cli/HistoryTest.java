package ai.dropops.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.dropops.cli.connect.Refused;
import ai.dropops.cli.print.Screen;
import ai.dropops.protocol.audit.Chain;
import ai.dropops.protocol.audit.ChainKey;
import ai.dropops.protocol.audit.HistoryLine;
import ai.dropops.protocol.audit.Kind;
import ai.dropops.protocol.identity.VaultId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

final class HistoryTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @TempDir
    private Path folder;

    @Test
    void aHistoryIsVerifiedWithoutAControlPlane() throws IOException {
        Path file = Files.write(folder.resolve("history"), lines());

        assertThat(verify(file.toString())).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("1 entries and 0 receipts hold together")
                .contains("not yet witnessed");
    }

    @Test
    void theFirstBadEntryIsNamed() throws IOException {
        List<String> lines = lines();
        lines.set(1, lines.get(1).replace("2026", "2025"));
        Path file = Files.write(folder.resolve("history"), lines);

        assertThat(verify(file.toString())).isEqualTo(ExitCode.ERROR);
        assertThat(out).hasToString("entry 1: was changed: its hash is another\n");
    }

    @Test
    void aFileThatIsNotThereIsBadInput() {
        var command = new VerifyHistory(new Screen(out, new ByteArrayOutputStream(), false));
        new CommandLine(command).parseArgs(folder.resolve("none").toString());

        assertThatThrownBy(command::call).isInstanceOf(Refused.class).hasMessageContaining("cannot read");
    }

    private static List<String> lines() {
        var vault = VaultId.of(new byte[16]);
        Chain.Grown first = Chain.begin(vault, ChainKey.wrap(new byte[ChainKey.SIZE]))
                .append(Instant.parse("2026-11-27T12:00:00Z"), Kind.OPENED, new TreeMap<>());
        return new ArrayList<>(List.of(
                new HistoryLine.Opening(vault).json(),
                new HistoryLine.Told(first.entry(), first.after().head().hash(), first.tag()).json(),
                new HistoryLine.Ending(1).json()));
    }

    private int verify(String file) {
        return new CommandLine(new VerifyHistory(new Screen(out, new ByteArrayOutputStream(), false))).execute(file);
    }
}
