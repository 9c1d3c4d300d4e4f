package ai.dropops.operator.gate;

import static org.assertj.core.api.Assertions.assertThat;

import ai.dropops.protocol.identity.Digest;
import ai.dropops.protocol.identity.ExecutionId;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class CurrentTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final ExecutionId ONE =
            new ExecutionId(Digest.of(new byte[1]).hex());
    private static final ExecutionId OTHER =
            new ExecutionId(Digest.of(new byte[2]).hex());

    @Test
    void whatRunsIsCurrentAndWhatEndedIsForAMoment() {
        var current = new Current();
        assertThat(current.holds(ONE, NOON)).isFalse();
        current.began(ONE);
        assertThat(current.holds(ONE, NOON.plusSeconds(1_000_000))).isTrue();
        current.ended(ONE, NOON);
        assertThat(current.holds(ONE, NOON.plus(Current.LINGERS))).isTrue();
        assertThat(current.holds(ONE, NOON.plus(Current.LINGERS).plusMillis(1))).isFalse();
        current.ended(OTHER, NOON.plus(Current.LINGERS).plusMillis(1));
        assertThat(current.holds(ONE, NOON))
                .as("forgotten, whatever the clock says then")
                .isFalse();
        assertThat(current.holds(OTHER, NOON)).isTrue();
    }
}
