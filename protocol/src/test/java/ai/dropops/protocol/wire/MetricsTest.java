package ai.dropops.protocol.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class MetricsTest {
    @Test
    void whatIsNoNumberCannotBeHad() {
        var nan = Double.NaN;
        var infinite = Double.POSITIVE_INFINITY;
        assertThat(new Metrics(nan, infinite, -infinite, 1, 2, nan, nan, nan, 3, nan))
                .isEqualTo(new Metrics(-1, -1, -1, 1, 2, -1, -1, -1, 3, -1));
    }
}
