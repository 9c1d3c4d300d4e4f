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
        OwnFiles own = OwnFiles.around(temporary.resolve("work").resolve(".dropops"), Map.of(), link);
        assertThat(own.has(archive)).isTrue();
        assertThat(own.has(place.resolve("lib"))).isTrue();
        assertThat(own.has(place.resolve("lib").resolve("later.jar"))).isTrue();
        assertThat(own.has(place.resolve("library"))).isFalse();
        assertThat(own.has(place)).isFalse();
        assertThat(own.present().kept()).contains(archive).doesNotContain(place.resolve("lib"));
    }
}
