package ai.dropops.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.dropops.cli.connect.Refused;
import java.time.ZonedDateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DeadlineTest {
    private static final ZonedDateTime NOON = ZonedDateTime.parse("2026-11-30T12:00:00+01:00[Europe/Paris]");

    @Test
    void aTimeOfDayIsTodaysOrTomorrowsAndAMomentIsItself() {
        assertThat(new Deadline("18:00").secondsFrom(NOON)).isEqualTo(6 * 3600);
        assertThat(new Deadline("11:59").secondsFrom(NOON)).isEqualTo(24 * 3600 - 60);
        assertThat(new Deadline("2026-11-30T12:00:00Z").secondsFrom(NOON)).isEqualTo(3600);
    }

    @ParameterizedTest
    @ValueSource(strings = {"25:00", "soon", "2026-11-30T10:00:00Z", "2026-11-30T12:00"})
    void whatIsNoTimeToComeIsRefused(String said) {
        assertThatThrownBy(() -> new Deadline(said).secondsFrom(NOON)).isInstanceOf(Refused.class);
    }
}
