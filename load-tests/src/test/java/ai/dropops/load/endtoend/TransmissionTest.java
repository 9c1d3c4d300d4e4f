package ai.dropops.load.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import ai.dropops.load.stage.Await;
import ai.dropops.load.stage.Cli;
import ai.dropops.load.stage.ControlPlane;
import ai.dropops.load.stage.EventStream;
import ai.dropops.load.stage.Person;
import ai.dropops.load.stage.RealOperator;
import ai.dropops.load.stage.Relay;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the transmission monitor says, held against a relay that counts the bytes between a real host and the control plane. */
final class TransmissionTest {
    private static final int PRINTED = 200_000;
    /** A receipt has some 300 bytes, that a command began has 150. */
    private static final int MOST_METADATA = 2_000;

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    static Path folder;

    @Test
    void theMonitorSaysWhatAPacketCounterSees() throws Exception {
        var plane = ControlPlane.start(ControlPlane.Setup.in(folder));
        try (plane;
                var relay = Relay.open(
                        "127.0.0.1",
                        0,
                        new InetSocketAddress(
                                InetAddress.getLoopbackAddress(), plane.setup().operatorPort()));
                var operator = RealOperator.enrol(plane, "wss://127.0.0.1:" + relay.port(), "web-1", folder)) {
            var person = new Person(plane.api());
            person.binds(operator.id());
            var asked = person.runs("yes | head -c " + PRINTED, "all");
            person.awaitsEnd(asked);

            JsonNode unread = awaitTransmission(person, asked.batchId(), 0);
            JsonNode execution = person.execution(asked);
            assertThat(unread.required("keptBytes").asLong()).isEqualTo(PRINTED);
            assertThat(unread.required("metadataBytes").asInt()).isBetween(200, MOST_METADATA);
            assertThat(unread.required("keptShare").asDouble()).isBetween(0.98, 0.9999);
            assertThat(unread.required("stdoutSha256")).isEqualTo(execution.required("stdoutSha256"));
            assertThat(unread.required("executionId")).isEqualTo(execution.required("id"));
            assertThat(unread.required("type").asText()).isEqualTo("run-command");

            assertThat(person.output(execution, "stdout")).hasSize(PRINTED);
            JsonNode read = awaitTransmission(person, asked.batchId(), PRINTED);
            assertThat(read.required("outputBytes").asLong()).isBetween((long) PRINTED, PRINTED + 10_000L);
            assertThat(read.required("keptBytes").asLong()).isEqualTo(PRINTED);
            assertThat(read.required("keptShare").asDouble()).isZero();

            JsonNode totals = Await.some(
                    "the sums are those of the relay",
                    Await.LIMIT,
                    () -> Optional.of(person.api()
                                    .get("/operators/" + operator.id() + "/transmissions/totals")
                                    .ok())
                            .filter(sums -> sums.required("transmittedBytes").asLong() == relay.up()
                                    && sums.required("receivedBytes").asLong() == relay.down()));
            long ofKinds = StreamSupport.stream(totals.required("kinds").spliterator(), false)
                    .mapToLong(kind -> kind.required("transmittedBytes").asLong())
                    .sum();
            assertThat(ofKinds).isEqualTo(totals.required("transmittedBytes").asLong());
            assertThat(kind(totals, "FRAMING").required("transmittedBytes").asLong())
                    .isBetween(1L, 20_000L);
            assertThat(kind(totals, "HEARTBEAT").required("frames").asInt()).isPositive();

            try (var events =
                    new EventStream(person.api().stream("/transmissions/events").body())) {
                JsonNode told = next(events, "totals");
                assertThat(told.required("keptBytes").asLong()).isEqualTo(PRINTED);
                assertThat(next(events, "transmissions").get(0).required("executionId"))
                        .isEqualTo(execution.required("id"));
                var again = person.runs("echo again", "all");
                person.awaitsEnd(again);
                JsonNode live = next(events, "transmissions").get(0);
                assertThat(live.required("batchId").asText()).isEqualTo(again.batchId());
            }
            assertThat(new Cli(plane.setup().data()).run("audit").out())
                    .contains("Kept on hosts  200.0 KB", "yes | head", "framing");
        }
    }

    private static JsonNode next(EventStream events, String type) throws IOException {
        var event = events.next().orElseThrow();
        while (!event.type().equals(type)) {
            event = events.next().orElseThrow();
        }
        return JSON.readTree(event.data());
    }

    private static JsonNode kind(JsonNode totals, String name) {
        return StreamSupport.stream(totals.required("kinds").spliterator(), false)
                .filter(kind -> kind.required("kind").asText().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** The transmission of a batch of one, once the host's receipt and so many bytes of output are counted. */
    private static JsonNode awaitTransmission(Person person, String batch, long output) {
        return Await.some(
                "the execution is counted",
                Await.LIMIT,
                () -> StreamSupport.stream(
                                person.api()
                                        .get("/transmissions")
                                        .ok()
                                        .required("transmissions")
                                        .spliterator(),
                                false)
                        .filter(each -> each.required("batchId").asText().equals(batch)
                                && each.required("keptBytes").asLong() > 0
                                && each.required("outputBytes").asLong() >= output)
                        .findFirst());
    }
}
