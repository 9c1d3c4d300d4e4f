package ai.dropops.load.scenario;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/** The output inside an event stream, decoded as fast as a browser's side could: no JSON tree, no strings. */
final class OutputFeed {
    private static final byte[] DATA = "data:".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] FIELD = "\"data\":\"".getBytes(StandardCharsets.US_ASCII);

    private final InputStream stream;
    private byte[] buffer = new byte[512 * 1024];
    private int from;
    private int to;

    OutputFeed(InputStream stream) {
        this.stream = stream;
    }

    /** Takes each piece of output as it comes. */
    interface Taker {
        void take(ByteBuffer piece);
    }

    /** Reads to the end of the stream, or until {@code enough} bytes of output were seen; answers how many were. */
    long drain(long enough, Taker taker) throws IOException {
        long seen = 0;
        while (seen < enough) {
            int end = lineEnd();
            if (end < 0) {
                return seen;
            }
            if (startsWith(DATA, from)) {
                seen += piece(end, taker);
            }
            from = end + 1;
        }
        return seen;
    }

    private long piece(int end, Taker taker) {
        int field = find(FIELD, from, Math.min(end, from + 512));
        if (field < 0) {
            return 0;
        }
        int begin = field + FIELD.length;
        int quote = begin;
        while (buffer[quote] != '"') {
            quote++;
        }
        ByteBuffer decoded = Base64.getDecoder().decode(ByteBuffer.wrap(buffer, begin, quote - begin));
        int size = decoded.remaining();
        taker.take(decoded);
        return size;
    }

    /** Where the current line ends, reading on as needed; -1 at the end of the stream. */
    private int lineEnd() throws IOException {
        int at = from;
        while (true) {
            for (; at < to; at++) {
                if (buffer[at] == '\n') {
                    return at;
                }
            }
            at -= from;
            makeRoom();
            int read = stream.read(buffer, to, buffer.length - to);
            if (read < 0) {
                return -1;
            }
            to += read;
            at += from;
        }
    }

    private void makeRoom() {
        System.arraycopy(buffer, from, buffer, 0, to - from);
        to -= from;
        from = 0;
        if (to == buffer.length) {
            buffer = Arrays.copyOf(buffer, 2 * buffer.length);
        }
    }

    private boolean startsWith(byte[] word, int at) {
        return to - at >= word.length && Arrays.equals(buffer, at, at + word.length, word, 0, word.length);
    }

    private int find(byte[] word, int begin, int end) {
        for (int at = begin; at + word.length <= end; at++) {
            if (startsWith(word, at)) {
                return at;
            }
        }
        return -1;
    }
}
