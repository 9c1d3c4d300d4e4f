package ai.dropops.load.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ReportTest {
    @Test
    void theSlopeIsThatOfTheLeastSquares() {
        var series = new Series("memory", "MB");
        series.add(Duration.ofSeconds(0), 10);
        series.add(Duration.ofSeconds(1), 13);
        series.add(Duration.ofSeconds(2), 14);

        assertThat(series.slope()).isEqualTo(2, within(1e-9));
    }

    @Test
    void onePointHasNoSlope() {
        var series = new Series("memory", "MB");
        series.add(3, 10);

        assertThat(series.slope()).isZero();
    }

    @Test
    void thePageHoldsTableAndPlotsAndNothingFromElsewhere(@TempDir Path folder) throws IOException {
        var series = new Series("memory <of> all", "MB");
        series.add(0, 1);
        series.add(60, 2);
        var report = new Report("soak", Instant.EPOCH);
        report.add("before", 10, "MB");
        report.add("after", 11.5, "MB", "flat");
        report.plot("Memory", "seconds", series);

        report.keep(folder);

        String page = Files.readString(folder.resolve("soak.html"));
        assertThat(page)
                .contains("<td>after", "11.50 MB", "flat", "<polyline points='", "<rect", "memory &lt;of&gt; all")
                .doesNotContain("<script", "src=", "href=");
        assertThat(folder.resolve("soak.json")).content().contains("\"Memory\"", "60.0");
    }
}
