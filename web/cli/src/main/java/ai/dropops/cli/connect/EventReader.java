package ai.dropops.cli.connect;

import ai.dropops.protocol.identity.Bytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** Reads a {@code text/event-stream} (WHATWG HTML §9.2.6) event by event. */
public final class EventReader implements AutoCloseable {
    private static final int BUFFER = 128 * 1024;

    private final InputStream in;
    private final byte[] buffer = new byte[BUFFER];
    private int from;
    private int to;

    private final ByteArrayOutputStream line = new ByteArrayOutputStream(BUFFER);
    private final ByteArrayOutputStream data = new ByteArrayOutputStream(BUFFER);
    private String name = "";
    private String id = "";

    public EventReader(InputStream in) {
        this.in = in;
    }

    /** The next event, as soon as it is complete; empty at the end of the stream. */
    public Optional<ServerEvent> next() throws IOException {
        while (readLine()) {
            if (line.size() > 0) {
                field(line.toByteArray());
            } else if (data.size() > 0) {
                // each line of data was followed by a line feed; the last one is not part of it
                byte[] content = data.toByteArray();
                var event = new ServerEvent(name, id, Bytes.wrap(Arrays.copyOf(content, content.length - 1)));
                data.reset();
                name = "";
                return Optional.of(event);
            } else {
                name = "";
            }
        }
        return Optional.empty();
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    private void field(byte[] text) {
        int colon = 0;
        while (colon < text.length && text[colon] != ':') {
            colon++;
        }
        int value = colon + 1 < text.length && text[colon + 1] == ' ' ? colon + 2 : Math.min(colon + 1, text.length);
        switch (utf8(text, 0, colon)) {
            case "data" -> {
                data.write(text, value, text.length - value);
                data.write('\n');
            }
            case "event" -> name = utf8(text, value, text.length);
            case "id" -> id = utf8(text, value, text.length);
            default -> {}
        }
    }

    /** Whether a whole line, now in {@link #line} without its end, could be read. */
    private boolean readLine() throws IOException {
        line.reset();
        while (true) {
            int end = from;
            while (end < to && buffer[end] != '\n') {
                end++;
            }
            line.write(buffer, from, end - from);
            if (end < to) {
                from = end + 1;
                return true;
            }
            from = 0;
            to = Math.max(in.read(buffer), 0);
            if (to == 0) {
                return false;
            }
        }
    }

    private static String utf8(byte[] text, int from, int to) {
        return new String(text, from, to - from, StandardCharsets.UTF_8).replace("\r", "");
    }
}
