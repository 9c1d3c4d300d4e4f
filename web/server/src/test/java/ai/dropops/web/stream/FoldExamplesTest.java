package ai.dropops.web.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.dropops.persistence.view.ExecutionRow;
import ai.dropops.persistence.view.ExecutionStatus;
import ai.dropops.protocol.action.Volume;
import ai.dropops.protocol.identity.Digest;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is one result, by the examples that the console's own folding (`folds.ts`) is held to as well. */
final class FoldExamplesTest {
    /** @param folds the places in {@code executions}, as are {@code usual} and what makes up {@code open} */
    private record Example(
            String what,
            List<Carried> executions,
            List<List<Integer>> folds,
            @Nullable Integer usual,
            int open) {}

    private record Carried(
            ExecutionStatus state,
            @Nullable Integer exitCode,
            @Nullable String stdout,
            @Nullable String stderr,
            @Nullable String message) {
        ExecutionRow row(int index) {
            return FoldingTest.row(
                    index, state, exitCode, volume(stdout), volume(stderr), Objects.requireNonNullElse(message, ""));
        }

        private static @Nullable Volume volume(@Nullable String text) {
            return text == null ? null : new Volume(text.length(), Digest.of(text.getBytes(UTF_8)));
        }
    }

    @Test
    void theServerFoldsAsTheConsoleDoes() throws IOException {
        List<Example> examples = examples();
        assertThat(examples).hasSizeGreaterThanOrEqualTo(6).allSatisfy(FoldExamplesTest::holds);
    }

    private static void holds(Example example) {
        var folding = new Folding();
        int hosts = example.executions().size();
        for (int index = 0; index < hosts; index++) {
            folding.put(example.executions().get(index).row(index));
        }
        Folds folds = folding.folds(hosts);
        assertThat(folds.folds())
                .as(example.what())
                .extracting(fold ->
                        fold.hosts().stream().map(Folds.Member::executionId).toList())
                .containsExactlyElementsOf(example.folds().stream()
                        .map(places -> places.stream().map(FoldingTest::id).toList())
                        .toList());
        assertThat(folds.usual())
                .as(example.what())
                .isEqualTo(example.usual() == null ? null : FoldingTest.id(example.usual()));
        assertThat(folds.hosts() - folds.ended()).as(example.what()).isEqualTo(example.open());
    }

    private static List<Example> examples() throws IOException {
        try (var file = FoldExamplesTest.class.getResourceAsStream("/folds/examples.json")) {
            return List.of(new ObjectMapper().readValue(Objects.requireNonNull(file), Example[].class));
        }
    }
}
