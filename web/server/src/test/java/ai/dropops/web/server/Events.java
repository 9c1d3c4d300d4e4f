package ai.dropops.web.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** A text/event-stream as it arrives. */
final class Events implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    record Event(String name, String id, JsonNode data) {}

    private final InputStream body;
    private final BufferedReader lines;

    private Events(InputStream body) {
        this.body = body;
        this.lines = new BufferedReader(new InputStreamReader(body, UTF_8));
    }

    static Events open(HttpRequest.Builder request) {
        try {
            var response = Browser.CLIENT.send(request.GET().build(), HttpResponse.BodyHandlers.ofInputStream());
            if (response.statusCode() != 200) {
                throw new AssertionError(new String(response.body().readAllBytes(), UTF_8));
            }
            return new Events(response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** The next event; empty at the end. */
    Optional<Event> next() {
        String name = "";
        String id = "";
        String data = "";
        try {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.isEmpty() && !data.isEmpty()) {
                    return Optional.of(new Event(name, id, JSON.readTree(data)));
                } else if (line.startsWith("event: ")) {
                    name = line.substring("event: ".length());
                } else if (line.startsWith("id: ")) {
                    id = line.substring("id: ".length());
                } else if (line.startsWith("data: ")) {
                    data = line.substring("data: ".length());
                }
            }
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Everything up to and with the first that is {@code last}. */
    List<Event> until(Predicate<Event> last) {
        var events = new ArrayList<Event>();
        while (true) {
            Event event = next().orElseThrow(() -> new AssertionError("the stream ended: " + events));
            events.add(event);
            if (last.test(event)) {
                return events;
            }
        }
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
