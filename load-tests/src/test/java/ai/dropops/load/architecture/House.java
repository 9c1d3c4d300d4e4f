package ai.dropops.load.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The repository as it stands on disk, and all main classes of its modules. */
final class House {
    static final List<String> MODULES =
            List.of("protocol", "persistence", "cluster", "operator-node", "web/server", "web/cli", "load-tests");

    /** Raised as the project grows, so that a rule can never pass because it saw too little. */
    private static final int FLOOR = 650;

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .importPaths(MODULES.stream()
                    .map(module -> root().resolve(module).resolve("target/classes"))
                    .toList());

    private House() {}

    static JavaClasses classes() {
        assertThat(CLASSES).hasSizeGreaterThan(FLOOR);
        return CLASSES;
    }

    static Path root() {
        Path root = Path.of("..").toAbsolutePath().normalize();
        assertThat(Files.exists(root.resolve("dropops")))
                .as("tests of load-tests run in their module's folder")
                .isTrue();
        return root;
    }
}
