package ai.dropops.load.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import ai.dropops.load.chaos.Chaos;
import ai.dropops.load.report.Report;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The chaos of the load tests, for a good minute; what holds for thirty is in {@code docs/performance.md}. */
final class ChaosTest {
    private static final int OPERATORS = 60;
    private static final long SEED = 4;

    @TempDir
    Path folder;

    @Test
    @Timeout(900)
    void whatWasApprovedRunsOnceAndNothingElseDoesWhateverFails() {
        var report = new Report("chaos", Clock.systemUTC().instant());

        var verdict = new Chaos(folder, OPERATORS, Duration.ofSeconds(75), SEED, report).run();

        assertThat(verdict.isClean()).as(report.markdown()).isTrue();
    }
}
