package ai.dropops.web.stream;

import static java.nio.charset.StandardCharsets.US_ASCII;

import ai.dropops.protocol.wire.Stream;
import ai.dropops.web.auth.Json;
import java.util.Base64;
import java.util.Locale;
import org.apache.pekko.util.ByteString;

/** Events as text/event-stream writes them; output is encoded whole pieces at a time. */
final class EventText {
    static final ByteString HEARTBEAT = ByteString.fromString(":\n\n");

    private static final ByteString END = ByteString.fromString("\n\n");
    private static final ByteString END_OF_OUTPUT = ByteString.fromString("\"}\n\n");

    private EventText() {}

    /** @param id what a reader that comes back gives to go on from here; empty for none */
    static ByteString of(Event event, String id) {
        return switch (event) {
            case Event.Named named ->
                head(named.name(), id)
                        .concat(ByteString.fromArrayUnsafe(Json.bytes(named.json())))
                        .concat(END);
            case Event.Output output ->
                head("output", id)
                        .concat(ascii("{\"executionId\":\"" + output.execution() + "\",\"stream\":\""
                                + name(output.stream()) + "\",\"offset\":" + output.offset() + ",\"data\":\""))
                        .concat(ByteString.fromArrayUnsafe(
                                Base64.getEncoder().encode(output.data().array())))
                        .concat(END_OF_OUTPUT);
            case Event.Gap gap ->
                head("gap", id)
                        .concat(ascii("{\"executionId\":\"" + gap.execution() + "\",\"stream\":\"" + name(gap.stream())
                                + "\",\"from\":" + gap.from() + ",\"to\":" + gap.to() + "}\n\n"));
        };
    }

    static String name(Stream stream) {
        return stream.name().toLowerCase(Locale.ROOT);
    }

    private static ByteString head(String name, String id) {
        return ascii("event: " + name + (id.isEmpty() ? "" : "\nid: " + id) + "\ndata: ");
    }

    private static ByteString ascii(String text) {
        return ByteString.fromArrayUnsafe(text.getBytes(US_ASCII));
    }
}
