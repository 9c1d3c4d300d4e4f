package ai.dropops.cli.connect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

final class EventReaderTest {
    private static final String STREAM = """
            : heartbeat

            event: batch
            data: {"a":1}

            id: 0:3:0
            event:output
            data:x
            data: y

            event: nothing

            data: no name

            : cut in
            event: half
            data: never ended
            """;

    @Test
    void eventsAreReadAsTheStandardSays() throws IOException {
        assertThat(read(new ByteArrayInputStream(STREAM.getBytes(StandardCharsets.UTF_8))))
                .containsExactly("batch||{\"a\":1}", "output|0:3:0|x\ny", "|0:3:0|no name");
    }

    @Property
    void itDoesNotMatterWhereTheBytesAreCut(@ForAll @IntRange(min = 1, max = 40) int piece) throws IOException {
        var whole = new ByteArrayInputStream(STREAM.getBytes(StandardCharsets.UTF_8));
        var cut = new InputStream() {
            @Override
            public int read() {
                return whole.read();
            }

            @Override
            public int read(byte[] bytes, int from, int count) {
                return whole.read(bytes, from, Math.min(count, piece));
            }
        };
        assertThat(read(cut)).hasSize(3);
    }

    @Test
    void anEventLargerThanAnyBufferIsRead() throws IOException {
        String large = "x".repeat(1_000_000);
        byte[] stream = ("event: output\ndata: " + large + "\n\n").getBytes(StandardCharsets.UTF_8);
        assertThat(read(new ByteArrayInputStream(stream))).containsExactly("output||" + large);
    }

    private static List<String> read(InputStream in) throws IOException {
        var events = new ArrayList<String>();
        try (var reader = new EventReader(in)) {
            for (Optional<ServerEvent> event = reader.next(); event.isPresent(); event = reader.next()) {
                var it = event.get();
                events.add(
                        it.name() + "|" + it.id() + "|" + new String(it.data().array(), StandardCharsets.UTF_8));
            }
        }
        return events;
    }
}
