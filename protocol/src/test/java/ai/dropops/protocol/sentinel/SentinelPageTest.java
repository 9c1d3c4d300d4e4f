package ai.dropops.protocol.sentinel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class SentinelPageTest {
    @Test
    void thePageListsTheKindsThereAre() throws IOException {
        String page = Files.readString(Path.of("../docs/sentinel.md"));

        assertThat(page).contains(table());
    }

    static String table() {
        return Catalogue.builtIn().kinds().stream()
                .map(kind -> "| `%s` | `%s` | %s | %s |\n"
                        .formatted(kind.name(), kind.placeholder(), kind.covers(), kind.source()))
                .collect(Collectors.joining(
                        "", "| kind | placeholder | covers | form described in |\n|---|---|---|---|\n", ""));
    }
}
