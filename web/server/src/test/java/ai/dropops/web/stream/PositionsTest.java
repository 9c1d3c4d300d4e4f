package ai.dropops.web.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.dropops.protocol.identity.Bytes;
import ai.dropops.protocol.identity.ExecutionId;
import ai.dropops.protocol.wire.Stream;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class PositionsTest {
    private static final ExecutionId ID = new ExecutionId("0".repeat(64));

    @Test
    void textIsReadBackAsItWasWritten() {
        var positions = Positions.parse("0:10:0;7:5:9223372036854775807");

        assertThat(positions.of(0)).isEqualTo(new Position(10, 0));
        assertThat(positions.of(7)).isEqualTo(new Position(5, Long.MAX_VALUE));
        assertThat(positions.of(1)).isEqualTo(Position.START);
        assertThat(positions).hasToString("0:10:0;7:5:9223372036854775807");
        assertThat(Positions.parse("")).isEqualTo(new Positions(Map.of()));
    }

    @Test
    void everyPieceAndEveryGapMovesItsOwnStream() {
        var positions = Positions.parse("")
                .after(new Event.Output(2, ID, Stream.STDERR, 0, Bytes.wrap(new byte[3])))
                .after(new Event.Output(0, ID, Stream.STDOUT, 100, Bytes.wrap(new byte[5])))
                .after(new Event.Gap(0, ID, Stream.STDOUT, 105, 200))
                .after(new Event.Named("execution", Map.of()));

        assertThat(positions).hasToString("0:200:0;2:0:3");
    }

    @Test
    void whatIsNoPositionIsRefused() {
        for (String text :
                List.of("x", "1:2", "1:2:3:4", "-1:0:0", "1:-2:0", "1:2:3;", ";", "1:x:0", "1".repeat(20_000))) {
            assertThatThrownBy(() -> Positions.parse(text)).as(text).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
