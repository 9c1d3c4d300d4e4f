package ai.dropops.operator.confine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OwnProgramTest {
    @TempDir
    Path temporary;

    @Test
    void theArchiveAndTheLibrariesBesideItAreItsOwnByTheirRealPlace() throws IOException {
        Path place = Files.createDirectory(temporary.toRealPath().resolve("opt"));
        Path archive = Files.writeString(place.resolve("operator-node.jar"), "");
        Path link = Files.createSymbolicLink(temporary.toRealPath().resolve("operator.jar"), archive);
        OwnFiles own = OwnFiles.around(
                temporary.resolve("work").resolve(".dropops"), Map.of(), link, temporary.resolve("nobody"));
        assertThat(own.has(archive)).isTrue();
        assertThat(own.has(place.resolve("lib"))).isTrue();
        assertThat(own.has(place.resolve("lib").resolve("later.jar"))).isTrue();
        assertThat(own.has(place.resolve("library"))).isFalse();
        assertThat(own.has(place)).isFalse();
        assertThat(own.present().kept()).contains(archive).doesNotContain(place.resolve("lib"));
    }

    @Test
    void everybodysCommandLineHasItsSettingsThere() throws IOException {
        Path ada = Files.createDirectories(temporary.toRealPath().resolve("home/ada"));
        Path users = Files.writeString(
                temporary.resolve("passwd"), "broken\nada:x:1000:1000:Ada:" + ada + ":/bin/sh\nnobody:x:1:1:::\n");
        OwnFiles own =
                OwnFiles.around(temporary.resolve("work").resolve(".dropops"), Map.of(), Path.of("classes"), users);
        assertThat(own.has(ada.resolve(".config/dropops/cli.json"))).isTrue();
        assertThat(own.has(ada.resolve(".config/other"))).isFalse();
        Files.createDirectories(ada.resolve(".config/dropops"));
        assertThat(own.present().kept()).contains(ada.resolve(".config/dropops"));
        assertThat(own.present().secrets()).contains(ada.resolve(".config/dropops"));
    }

    @Test
    void aSecretWithANameElsewhereIsFound() throws IOException {
        Path home = Files.createDirectories(temporary.toRealPath().resolve("work/.dropops"));
        Path key = Files.writeString(home.resolve("identity"), "key");
        Files.createLink(home.resolve("identity.2"), key);
        OwnFiles own = OwnFiles.around(home, Map.of(), Path.of("classes"), temporary.resolve("nobody"));
        assertThat(own.secretsWithOtherNames()).isEmpty();
        Files.createLink(temporary.resolve("backup"), key);
        assertThat(own.secretsWithOtherNames()).hasSize(1);
    }
}
