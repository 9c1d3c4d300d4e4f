package ai.dropops.protocol.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

final class WavesTest {
    @Property
    void everyHostIsInExactlyOneWaveAndInOrder(
            @ForAll Strategy strategy,
            @ForAll @IntRange(min = 1, max = 300) int hosts,
            @ForAll @IntRange(min = 1, max = 400) int atOnce,
            @ForAll @IntRange(max = 400) int canary) {
        var waves = Waves.of(strategy, limits(atOnce, canary), hosts);
        int next = 0;
        for (int wave = 0; wave < waves.count(); wave++) {
            assertThat(waves.start(wave)).isEqualTo(next);
            assertThat(waves.hosts(wave)).isPositive();
            for (int index = next; index < next + waves.hosts(wave); index++) {
                assertThat(waves.of(index)).isEqualTo(wave);
            }
            next += waves.hosts(wave);
        }
        assertThat(next).isEqualTo(hosts);
    }

    @Test
    void aCanaryGoesFirstAndTheRestTogetherOrInWaves() {
        assertThat(sizes(Strategy.CANARY, limits(4, 2), 10)).containsExactly(2, 8);
        assertThat(sizes(Strategy.ROLLING, limits(4, 2), 11)).containsExactly(2, 4, 4, 1);
        assertThat(sizes(Strategy.ROLLING, limits(4, 0), 10)).containsExactly(4, 4, 2);
        assertThat(sizes(Strategy.CANARY, limits(4, 20), 10)).containsExactly(10);
        assertThat(sizes(Strategy.PARALLEL, limits(4, 0), 10)).containsExactly(10);
        assertThat(sizes(Strategy.ROLLING, limits(Integer.MAX_VALUE, 1), 3)).containsExactly(1, 2);
    }

    @Test
    void limitsThatMeanNothingUnderAStrategyAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> limits(2, 0).requireFit(Strategy.SEQUENTIAL));
        assertThatIllegalArgumentException().isThrownBy(() -> limits(2, 1).requireFit(Strategy.PARALLEL));
        assertThatIllegalArgumentException().isThrownBy(() -> limits(2, 0).requireFit(Strategy.CANARY));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Limits(1, 2, 0, 0, Duration.ofSeconds(1), false).requireFit(Strategy.PARALLEL));
        assertThatIllegalArgumentException().isThrownBy(() -> new Limits(1, 1, 0, 0, Duration.ofMillis(1), false));
    }

    private static Limits limits(int atOnce, int canary) {
        return new Limits(1, atOnce, canary, 0, Duration.ZERO, false);
    }

    private static int[] sizes(Strategy strategy, Limits limits, int hosts) {
        var waves = Waves.of(strategy, limits, hosts);
        return IntStream.range(0, waves.count()).map(waves::hosts).toArray();
    }
}
