package ai.dropops.cli.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AddressTest {
    private static final Map<String, String> ENVIRONMENT =
            Map.of("DROPOPS_URL", "http://env:1", "DROPOPS_TOKEN", "t", "HOME", "/nonexistent");

    @Test
    void theNamedFolderComesFirstThenTheEnvironmentThenTheLaunchFolderThenTheUser(@TempDir Path folder)
            throws IOException {
        write(folder.resolve("data/cli.json"), "http://named:1");
        write(folder.resolve("home/.config/dropops/cli.json"), "http://user:1");
        var home = Map.of("HOME", folder.resolve("home").toString());
        assertThat(Address.find(Optional.of(Path.of("data")), ENVIRONMENT, folder))
                .hasToString("http://named:1");
        assertThat(Address.find(Optional.empty(), ENVIRONMENT, folder)).hasToString("http://env:1");
        assertThat(Address.find(Optional.empty(), home, folder)).hasToString("http://user:1");
        write(folder.resolve(".dropops/server/cli.json"), "http://launch:1");
        assertThat(Address.find(Optional.empty(), home, folder)).hasToString("http://launch:1");
        assertThat(Address.find(Optional.empty(), home, folder).token()).isEqualTo("secret");
    }

    @Test
    void whatIsMissingIsNamed(@TempDir Path folder) {
        assertThatThrownBy(() -> Address.find(Optional.of(Path.of("data")), ENVIRONMENT, folder))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("data/cli.json is not there");
        assertThatThrownBy(() -> Address.find(Optional.empty(), Map.of("DROPOPS_URL", "http://x:1"), folder))
                .hasMessageContaining("only one of");
        assertThatThrownBy(() -> Address.find(Optional.empty(), Map.of(), folder))
                .hasMessageContaining("no control plane is known here");
    }

    @Test
    void aBrokenFileOrUrlIsRefused(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("cli.json"), "{");
        assertThatThrownBy(() -> Address.find(Optional.of(folder), Map.of(), folder))
                .isInstanceOf(Refused.class);
        for (String url : new String[] {"ftp://x", "nonsense", "http:", "http://a b"}) {
            write(folder.resolve("cli.json"), url);
            assertThatThrownBy(() -> Address.find(Optional.of(folder), Map.of(), folder))
                    .isInstanceOf(Refused.class);
        }
    }

    private static void write(Path file, String url) throws IOException {
        Files.createDirectories(file.resolveSibling("."));
        Files.writeString(file, "{\"url\":\"" + url + "\",\"token\":\"secret\"}");
    }
}
