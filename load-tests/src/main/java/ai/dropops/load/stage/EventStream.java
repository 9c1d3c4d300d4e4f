package ai.dropops.load.stage;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** A server-sent event stream, read one event at a time by whoever asks for the next. */
public final class EventStream implements AutoCloseable {
    private final InputStream body;
    private final BufferedReader lines;

    public EventStream(InputStream body) {
        this.body = body;
        this.lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8), 128 * 1024);
    }

    /** One event; {@code id} is empty when the server named none. */
    public record Event(String type, String id, String data) {}

    /** The next event, heartbeat comments passed over; empty at the end of the stream. */
    public Optional<Event> next() {
        String type = "message";
        String id = "";
        var data = new StringBuilder();
        try {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.isEmpty() && !data.isEmpty()) {
                    return Optional.of(new Event(type, id, data.toString()));
                } else if (line.startsWith("event:")) {
                    type = value(line);
                } else if (line.startsWith("id:")) {
                    id = value(line);
                } else if (line.startsWith("data:")) {
                    data.append(data.isEmpty() ? "" : "\n").append(value(line));
                }
            }
            return Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static String value(String line) {
        String value = line.substring(line.indexOf(':') + 1);
        return value.startsWith(" ") ? value.substring(1) : value;
    }

    @Override
    public void close() {
        try {
            body.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
