package ai.dropops.protocol.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class ValidityTest {
    private static final Instant END = Samples.NOON.plusSeconds(60);
    private static final Validity VALIDITY = new Validity(Samples.NOON, END);

    @Test
    void aClockMayRunLateAtTheBeginningAndNeverAtTheEnd() {
        Instant earliest = Samples.NOON.minus(Duration.ofMinutes(5));
        assertThat(VALIDITY.covers(earliest)).isTrue();
        assertThat(VALIDITY.covers(earliest.minusMillis(1))).isFalse();
        assertThat(VALIDITY.covers(END)).isTrue();
        assertThat(VALIDITY.covers(END.plusMillis(1))).isFalse();
    }

    @Test
    void aValidityEndsAfterItBegins() {
        assertThatThrownBy(() -> new Validity(END, END)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Validity(END, END.plusNanos(9))).isInstanceOf(IllegalArgumentException.class);
    }
}
