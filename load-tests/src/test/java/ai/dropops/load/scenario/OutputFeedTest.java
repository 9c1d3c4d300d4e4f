package ai.dropops.load.scenario;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class OutputFeedTest {
    private static final int PIECE = 64 * 1024;

    private final byte[] output = new byte[1_000_000];

    OutputFeedTest() {
        new Random(3).nextBytes(output);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 4096, 1 << 20})
    void theBytesAreTheSameHoweverTheStreamIsCut(int chunk) throws IOException {
        var seen = new ByteArrayOutputStream();

        long count = new OutputFeed(cut(chunk)).drain(Long.MAX_VALUE, piece -> add(piece, seen));

        assertThat(count).isEqualTo(output.length);
        assertThat(seen.toByteArray()).isEqualTo(output);
    }

    @Test
    void itStopsOnceThereIsEnough() throws IOException {
        assertThat(new OutputFeed(cut(4096)).drain(1, _ -> {})).isEqualTo(PIECE);
    }

    private static void add(ByteBuffer piece, ByteArrayOutputStream seen) {
        var bytes = new byte[piece.remaining()];
        piece.get(bytes);
        seen.writeBytes(bytes);
    }

    private InputStream cut(int chunk) {
        return new ByteArrayInputStream(events()) {
            @Override
            public synchronized int read(byte[] into, int offset, int length) {
                return super.read(into, offset, Math.min(length, chunk));
            }
        };
    }

    private byte[] events() {
        var text = new StringBuilder(": heartbeat\n\nevent: batch\ndata: {\"state\":\"RUNNING\"}\n\n");
        for (int from = 0; from < output.length; from += PIECE) {
            byte[] piece = Arrays.copyOfRange(output, from, Math.min(output.length, from + PIECE));
            text.append("event: output\nid: 0:%d:0\n".formatted(from + piece.length));
            text.append("data: {\"executionId\":\"%s\",\"stream\":\"stdout\",\"offset\":%d,\"data\":\"%s\"}\n\n"
                    .formatted("e".repeat(64), from, Base64.getEncoder().encodeToString(piece)));
        }
        return text.append("event: end\ndata: {\"state\":\"COMPLETED\"}\n\n")
                .toString()
                .getBytes(US_ASCII);
    }
}
