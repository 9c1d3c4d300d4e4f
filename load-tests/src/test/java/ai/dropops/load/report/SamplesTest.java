package ai.dropops.load.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class SamplesTest {
    @Test
    void quantilesAreTakenFromTheSortedSamples() {
        var samples = new Samples();
        for (int i = 200; i >= 1; i--) {
            samples.add(Duration.ofMillis(i));
        }

        assertThat(samples.millis(0.5)).isEqualTo(101);
        assertThat(samples.millis(0.99)).isEqualTo(199);
        assertThat(samples.millis(1)).isEqualTo(200);
    }
}
