package ai.dropops.cli.follow;

import ai.dropops.cli.connect.Json;
import ai.dropops.cli.connect.ServerEvent;
import ai.dropops.protocol.identity.Bytes;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Optional;

/** What an event of the stream says; events of a name that is not known say nothing to us. */
final class EventContent {
    private EventContent() {}

    static Optional<BatchEvent> of(ServerEvent event) throws IOException {
        byte[] data = event.data().array();
        return switch (event.name()) {
            case "batch" -> Optional.of(new BatchEvent.Whole(Json.tree(data)));
            case "execution" -> Optional.of(new BatchEvent.Changed(Json.tree(data)));
            case "output" -> Optional.of(output(data));
            case "gap" -> {
                var gap = Json.tree(data);
                yield Optional.of(new BatchEvent.Gap(
                        gap.path("executionId").asText(),
                        gap.path("stream").asText(),
                        gap.path("from").asLong(),
                        gap.path("to").asLong()));
            }
            case "end" ->
                Optional.of(new BatchEvent.End(Json.tree(data).path("state").asText()));
            default -> Optional.empty();
        };
    }

    /** Output is most of what comes, so it is read without a tree. */
    private static BatchEvent output(byte[] json) throws IOException {
        String execution = "";
        String stream = "";
        long offset = 0;
        byte[] data = {};
        try (JsonParser in = Json.FACTORY.createParser(json)) {
            in.nextToken();
            while (in.nextToken() == JsonToken.FIELD_NAME) {
                String field = in.currentName();
                in.nextToken();
                switch (field) {
                    case "executionId" -> execution = in.getText();
                    case "stream" -> stream = in.getText();
                    case "offset" -> offset = in.getLongValue();
                    case "data" -> data = in.getBinaryValue();
                    default -> in.skipChildren();
                }
            }
        }
        return new BatchEvent.Output(execution, stream, offset, Bytes.wrap(data));
    }
}
