package ai.dropops.cli.follow;

import static org.assertj.core.api.Assertions.assertThat;

import ai.dropops.protocol.identity.Bytes;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

final class OffsetsTest {
    @Property
    void howeverOftenPiecesAreRepeatedEachByteIsToldOnce(@ForAll long seed) {
        var random = new Random(seed);
        var whole = new byte[200];
        random.nextBytes(whole);
        var offsets = new Offsets();
        var told = new ByteArrayOutputStream();
        while (offsets.of("e", "stdout") < whole.length) {
            int known = (int) offsets.of("e", "stdout");
            int from = random.nextInt(known + 1);
            int to = from + random.nextInt(whole.length - from + 1);
            var piece = Bytes.wrap(Arrays.copyOfRange(whole, from, to));
            for (BatchEvent event : offsets.advance(new BatchEvent.Output("e", "stdout", from, piece))) {
                assertThat(event).isInstanceOfSatisfying(BatchEvent.Output.class, it -> {
                    assertThat(it.offset()).isEqualTo(told.size());
                    told.writeBytes(it.data().array());
                });
            }
        }
        assertThat(told.toByteArray()).isEqualTo(whole);
    }

    @Test
    void aHoleIsTold() {
        var offsets = new Offsets();
        var output = new BatchEvent.Output("e", "stdout", 10, Bytes.wrap(new byte[2]));
        assertThat(offsets.advance(output)).containsExactly(new BatchEvent.Gap("e", "stdout", 0, 10), output);
        assertThat(offsets.advance(new BatchEvent.Gap("e", "stdout", 5, 20)))
                .containsExactly(new BatchEvent.Gap("e", "stdout", 12, 20));
        assertThat(offsets.advance(new BatchEvent.Gap("e", "stdout", 5, 20))).isEqualTo(List.of());
    }

    @Test
    void streamsAndExecutionsAreCountedApart() {
        var offsets = new Offsets();
        offsets.advance(new BatchEvent.Output("e", "stdout", 0, Bytes.wrap(new byte[2])));
        assertThat(offsets.of("e", "stderr")).isZero();
        assertThat(offsets.of("f", "stdout")).isZero();
        assertThat(offsets.of("e", "stdout")).isEqualTo(2);
    }
}
