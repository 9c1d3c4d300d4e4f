package ai.dropops.web.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.dropops.protocol.identity.Bytes;
import ai.dropops.protocol.identity.ExecutionId;
import ai.dropops.protocol.wire.Stream;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class EventTextTest {
    private static final ExecutionId ID = new ExecutionId("a".repeat(64));

    @Test
    void aNamedEventIsItsJsonOnOneLine() {
        assertThat(text(new Event.Named("end", Map.of("state", "a\nb")), ""))
                .isEqualTo("event: end\ndata: {\"state\":\"a\\nb\"}\n\n");
    }

    @Test
    void outputIsWrittenInBase64WithWhereItBelongsAndWhereToGoOn() {
        var output = new Event.Output(0, ID, Stream.STDERR, 7, Bytes.wrap("ho\n".getBytes(UTF_8)));

        assertThat(text(output, "0:0:10"))
                .isEqualTo("event: output\nid: 0:0:10\ndata: {\"executionId\":\"" + ID
                        + "\",\"stream\":\"stderr\",\"offset\":7,\"data\":\"aG8K\"}\n\n");
    }

    @Test
    void aGapSaysFromWhereToWhere() {
        assertThat(text(new Event.Gap(0, ID, Stream.STDOUT, 5, 9), "0:9:0"))
                .endsWith("\"stream\":\"stdout\",\"from\":5,\"to\":9}\n\n");
    }

    private static String text(Event event, String id) {
        return EventText.of(event, id).utf8String();
    }
}
