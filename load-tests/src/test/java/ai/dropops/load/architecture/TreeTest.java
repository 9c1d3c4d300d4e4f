package ai.dropops.load.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class TreeTest {
    private static final List<String> TOP_LEVEL = List.of(
            "CONTRIBUTING.md",
            "LICENSE",
            "README.md",
            "cluster",
            "deploy",
            "docs",
            "dropops",
            "load-tests",
            "operator-node",
            "persistence",
            "pom.xml",
            "protocol",
            "web");

    @Test
    void theTopLevelHoldsNothingElse() throws IOException {
        try (Stream<Path> entries = Files.list(House.root())) {
            assertThat(entries.map(entry -> entry.getFileName().toString())
                            .filter(name -> !name.startsWith(".") && !name.equals("target")))
                    .containsExactlyInAnyOrderElementsOf(TOP_LEVEL);
        }
    }
}
