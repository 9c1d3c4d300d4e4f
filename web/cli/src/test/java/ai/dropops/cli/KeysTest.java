package ai.dropops.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said of approvers' keys in a folder. */
final class KeysTest {
    @Test
    void keysAreListedByTheirPublicHalves(@TempDir Path folder) {
        var made = Ran.of(
                Map.of(),
                "keys",
                "create",
                "--name",
                "ada",
                "--no-passphrase",
                "--out",
                folder.resolve("ada.approver").toString());
        assertThat(made.exitCode()).as(made.err()).isZero();
        var ran = Ran.of(Map.of(), "keys", "list", folder.toString());
        assertThat(ran.exitCode()).isZero();
        assertThat(ran.out()).contains("ada.approver", "NO", "key ada ed25519 ");
        assertThat(Ran.of(Map.of(), "keys", "list", "--json", folder.toString()).out())
                .contains("\"encrypted\":false")
                .doesNotContain("PRIVATE");
    }
}
