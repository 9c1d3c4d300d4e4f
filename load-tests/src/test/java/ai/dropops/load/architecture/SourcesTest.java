package ai.dropops.load.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

final class SourcesTest {
    @Test
    void aFileHoldsOneIdea() throws IOException {
        assertThat(SourceFile.all().stream()
                        .filter(file -> file.lines().size() > 400)
                        .map(file -> file.path() + " has " + file.lines().size() + " lines"))
                .isEmpty();
    }

    @Test
    void testsAwaitAConditionInsteadOfSleeping() throws IOException {
        var sleep = "Thread." + "sleep(";
        assertThat(SourceFile.all().stream()
                        .filter(SourceFile::isTest)
                        .flatMap(file -> file.places(line -> line.contains(sleep))))
                .isEmpty();
    }

    @Test
    void nothingIsLeftForLater() throws IOException {
        assertThat(SourceFile.all().stream()
                        .flatMap(
                                file -> file.places(line -> line.matches(".*\\b(TO" + "DO|FIX" + "ME|X" + "XX)\\b.*"))))
                .isEmpty();
    }

    @Test
    void aSuppressionCarriesItsReason() throws IOException {
        assertThat(SourceFile.all().stream().flatMap(SourceFile::silentSuppressions))
                .isEmpty();
    }
}
