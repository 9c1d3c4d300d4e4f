package ai.dropops.persistence.journal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.dropops.protocol.identity.Bytes;
import ai.dropops.protocol.identity.Digest;
import ai.dropops.protocol.identity.Fingerprint;
import ai.dropops.protocol.identity.OperatorId;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.io.NotSerializableException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class EventSerializerTest {
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "t")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Shape.Round.class, name = "round"),
        @JsonSubTypes.Type(value = Shape.Square.class, name = "square")
    })
    sealed interface Shape {
        record Round(int radius) implements Shape {}

        record Square(int side) implements Shape {}
    }

    record Drawn(
            OperatorId by,
            Digest digest,
            Fingerprint fingerprint,
            Bytes bytes,
            Instant at,
            Shape shape,
            List<Shape> more)
            implements Stored {}

    record Erased() implements Stored {}

    record NotStored() {}

    private static final Drawn DRAWN = new Drawn(
            OperatorId.of(new byte[16]),
            Digest.of(),
            new Fingerprint(Digest.of(new byte[1])),
            Bytes.copyOf(new byte[] {1, 2}),
            Instant.parse("2026-11-21T12:00:00.123456789Z"),
            new Shape.Round(3),
            List.of(new Shape.Square(4)));

    private final EventSerializer serializer =
            serializer(Map.of("shape.drawn", Drawn.class.getName(), "shape.erased", Erased.class.getName()));

    @Test
    void whatIsWrittenIsReadBack() throws NotSerializableException {
        for (Stored event : List.of(DRAWN, new Erased())) {
            assertThat(serializer.fromBinary(serializer.toBinary(event), serializer.manifest(event)))
                    .isEqualTo(event);
        }
        assertThat(serializer.manifest(DRAWN)).isEqualTo("shape.drawn");
        assertThat(new String(serializer.toBinary(DRAWN), UTF_8)).doesNotContain("ai.dropops");
    }

    @Test
    void aNameNothingIsStoredUnderIsRefused() {
        assertThatExceptionOfType(NotSerializableException.class)
                .isThrownBy(() -> serializer.fromBinary(serializer.toBinary(DRAWN), "shape.sold"))
                .withMessageContaining("shape.sold");
    }

    @Test
    void bytesThatAreNotExactlyTheRecordAreRefused() throws Exception {
        var cbor = new CBORMapper();
        byte[] whole = serializer.toBinary(DRAWN);
        byte[] trailing = java.util.Arrays.copyOf(serializer.toBinary(new Erased()), 8);
        for (byte[] wrong : List.of(
                cbor.writeValueAsBytes(Map.of("unknown", 1)), java.util.Arrays.copyOf(whole, whole.length - 1))) {
            assertThatExceptionOfType(NotSerializableException.class)
                    .isThrownBy(() -> serializer.fromBinary(wrong, "shape.drawn"));
        }
        assertThatExceptionOfType(NotSerializableException.class)
                .isThrownBy(() -> serializer.fromBinary(trailing, "shape.erased"));
    }

    @Test
    void aClassWithoutANameIsNotWritten() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> serializer(Map.of()).toBinary(DRAWN))
                .withMessageContaining("dropops.journal.names");
    }

    @Test
    void aTableThatCannotBeMeantIsRefusedAtTheStart() {
        for (Map<String, String> wrong : List.of(
                Map.of("a", Drawn.class.getName(), "b", Drawn.class.getName()),
                Map.of("a", "ai.dropops.Nowhere"),
                Map.of("a", NotStored.class.getName()))) {
            assertThatIllegalArgumentException().isThrownBy(() -> serializer(wrong));
        }
    }

    record Sold(String to, int price) implements Stored {}

    /** Of a time when everything was free. */
    static final class BeforePrices implements Upcast {
        @Override
        public void apply(ObjectNode stored) {
            if (!stored.has("price")) {
                stored.put("price", 0);
            }
        }
    }

    @Test
    void whatWasStoredInAnEarlierFormIsReadInThePresentOne() throws IOException {
        var names = Map.of("shape.sold", Sold.class.getName());
        var earlier = new CBORMapper().writeValueAsBytes(Map.of("to", "Ada"));
        var raising = serializer(names, Map.of("shape.sold", BeforePrices.class.getName()));

        assertThat(raising.fromBinary(earlier, "shape.sold")).isEqualTo(new Sold("Ada", 0));
        assertThat(raising.fromBinary(raising.toBinary(new Sold("Ada", 3)), "shape.sold"))
                .isEqualTo(new Sold("Ada", 3));
        assertThatExceptionOfType(NotSerializableException.class)
                .isThrownBy(() -> serializer(names).fromBinary(earlier, "shape.sold"));
    }

    @Test
    void anUpcastOfNothingOrByNothingIsRefusedAtTheStart() {
        var names = Map.of("shape.sold", Sold.class.getName());
        for (Map<String, String> wrong : List.of(
                Map.of("shape.bought", BeforePrices.class.getName()),
                Map.of("shape.sold", "ai.dropops.Nowhere"),
                Map.of("shape.sold", Sold.class.getName()))) {
            assertThatIllegalArgumentException().isThrownBy(() -> serializer(names, wrong));
        }
    }

    private static EventSerializer serializer(Map<String, String> names) {
        return serializer(names, Map.of());
    }

    private static EventSerializer serializer(Map<String, String> names, Map<String, String> upcasts) {
        var lists = upcasts.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, upcast -> List.of(upcast.getValue())));
        var config = ConfigFactory.parseMap(Map.of("dropops.journal.names", names, "dropops.journal.upcasts", lists));
        return new EventSerializer(config, EventSerializerTest.class.getClassLoader());
    }
}
