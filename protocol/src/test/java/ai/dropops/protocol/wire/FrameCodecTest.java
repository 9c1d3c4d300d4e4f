package ai.dropops.protocol.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.dropops.protocol.action.GoldenFile;
import ai.dropops.protocol.identity.Bytes;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BinaryNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class FrameCodecTest {
    private static final CBORMapper LOOSE = new CBORMapper();

    static Collection<Map.Entry<String, Frame>> named() {
        return Frames.all().entrySet();
    }

    static Collection<Frame> frames() {
        return Frames.all().values();
    }

    @Test
    void everyKindOfFrameIsAmongTheSamples() {
        Set<Class<?>> kinds = frames().stream().map(Object::getClass).collect(Collectors.toSet());
        assertThat(kinds).hasSize(24).containsAll(kindsBelow(Frame.class));
    }

    @ParameterizedTest
    @MethodSource("named")
    void versionOneIsFrozen(Map.Entry<String, Frame> named) {
        var golden = new GoldenFile("wire/" + named.getKey()).bytes();
        var frame = named.getValue();
        assertThat(FrameCodec.decode(golden)).isEqualTo(frame);
        assertThat(HexFormat.of().formatHex(FrameCodec.encode(frame)))
                .isEqualTo(HexFormat.of().formatHex(golden));
    }

    /** Output is spelled by hand; whatever the numbers, it reads as the general codec spells it. */
    @Test
    void outputIsTheSameHoweverItIsSpelled() throws IOException {
        var numbers =
                List.of(0L, 23L, 24L, 255L, 256L, 65_535L, 65_536L, (1L << 31) - 1, 1L << 31, 1L << 32, Long.MAX_VALUE);
        for (long number : numbers) {
            for (int size : List.of(0, 1, 23, 24, 255, 256, 65_535, 65_536)) {
                var frame = new Frame.Output(number, Stream.STDOUT, number, Bytes.wrap(new byte[size]));
                byte[] spelled = FrameCodec.encode(frame);
                byte[] otherwise = LOOSE.writeValueAsBytes(LOOSE.readTree(spelled));
                assertThat(FrameCodec.decode(spelled)).isEqualTo(frame);
                assertThat(otherwise).isNotEqualTo(spelled);
                assertThat(FrameCodec.decode(otherwise)).isEqualTo(frame);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("frames")
    void anUnknownFieldIsRefusedAtEveryDepth(Frame frame) throws IOException {
        var places = objects(tree(frame)).size();
        for (int place = 0; place < places; place++) {
            var tree = tree(frame);
            objects(tree).get(place).put("x", 1);
            assertRefused(tree);
        }
    }

    @ParameterizedTest
    @MethodSource("frames")
    void aMissingNullOrForeignFieldIsRefusedAtEveryDepth(Frame frame) throws IOException {
        var places = objects(tree(frame)).size();
        for (int place = 0; place < places; place++) {
            for (String field : fields(objects(tree(frame)).get(place))) {
                var missing = tree(frame);
                objects(missing).get(place).remove(field);
                assertRefused(missing);
                var absent = tree(frame);
                objects(absent).get(place).set(field, NullNode.instance);
                assertRefused(absent);
                for (JsonNode foreign :
                        foreignTo(objects(tree(frame)).get(place).get(field))) {
                    var changed = tree(frame);
                    objects(changed).get(place).set(field, foreign);
                    assertRefused(changed);
                }
            }
        }
    }

    @Test
    void aFieldSentTwiceIsRefused() {
        var hex = HexFormat.of().formatHex(FrameCodec.encode(new Frame.Unread(1)));
        assertThat(hex).startsWith("bf").endsWith("ff");
        assertRefused(HexFormat.of().parseHex(hex.replaceAll("ff$", "667265616465720" + "2ff")));
    }

    @Test
    void trailingBytesAreRefused() {
        for (Frame frame : frames()) {
            byte[] bytes = FrameCodec.encode(frame);
            assertRefused(Arrays.copyOf(bytes, bytes.length + 1));
        }
    }

    @Test
    void everyTruncationIsRefused() {
        for (Frame frame : frames()) {
            byte[] bytes = FrameCodec.encode(frame);
            for (int size = 0; size < bytes.length; size++) {
                assertRefused(Arrays.copyOf(bytes, size));
            }
        }
    }

    @Test
    void aFrameOfFullSizePassesAndOneByteMoreDoesNot() {
        int around = FrameCodec.encode(output(new byte[100_000])).length - 100_000;
        byte[] largest = FrameCodec.encode(output(new byte[FrameCodec.MAX_FRAME - around]));
        assertThat(largest).hasSize(FrameCodec.MAX_FRAME);
        assertThat(FrameCodec.decode(largest)).isInstanceOf(Frame.Output.class);
        assertThatThrownBy(() -> FrameCodec.encode(output(new byte[FrameCodec.MAX_FRAME - around + 1])))
                .isInstanceOf(IllegalArgumentException.class);
        assertRefused(new byte[FrameCodec.MAX_FRAME + 1]);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "f6",
                "00",
                "60",
                "80",
                "a0",
                "bf",
                "ff",
                "a1617463666f6f",
                "a16174f6",
                "a1617400",
                "5bffffffffffffffff",
                "7bffffffffffffffff",
                "9bffffffffffffffff",
                "bbffffffffffffffff",
                "7f7bffffffffffffffff",
                "5a7fffffff",
                "a16174666f7574707574",
                "d9d9f7a0",
                "c249ffffffffffffffffff",
                "1c",
                "fc",
                "f97e00"
            })
    void whatIsNoFrameIsRefused(String hex) {
        assertRefused(HexFormat.of().parseHex(hex));
    }

    @Test
    void deepNestingIsRefused() {
        for (int opener : new int[] {0x81, 0x9f, 0xa1, 0xbf, 0xc1, 0xd8}) {
            var deep = new byte[FrameCodec.MAX_FRAME];
            Arrays.fill(deep, (byte) opener);
            assertRefused(deep);
        }
    }

    private static Frame output(byte[] data) {
        return new Frame.Output(1, Stream.STDOUT, 0, Bytes.wrap(data));
    }

    private static ObjectNode tree(Frame frame) throws IOException {
        return (ObjectNode) LOOSE.readTree(FrameCodec.encode(frame));
    }

    /** All objects in {@code node}, always in the same order. */
    private static List<ObjectNode> objects(JsonNode node) {
        var objects = new ArrayList<ObjectNode>();
        if (node instanceof ObjectNode object) {
            objects.add(object);
        }
        node.forEach(child -> objects.addAll(objects(child)));
        return objects;
    }

    private static List<String> fields(ObjectNode object) {
        return object.properties().stream().map(Map.Entry::getKey).toList();
    }

    /** Values of other types than {@code node} that a lenient reader might take for one. */
    private static List<JsonNode> foreignTo(JsonNode node) {
        var foreign = new ArrayList<JsonNode>(List.of(LOOSE.createArrayNode(), LOOSE.createObjectNode()));
        if (!node.isTextual()) {
            foreign.addAll(List.of(TextNode.valueOf(""), TextNode.valueOf("1"), TextNode.valueOf("AAAA")));
        }
        if (!node.isNumber()) {
            foreign.addAll(List.of(IntNode.valueOf(0), IntNode.valueOf(1)));
        }
        if (!node.isBinary()) {
            foreign.add(BinaryNode.valueOf(new byte[32]));
        }
        if (node.isIntegralNumber()) {
            foreign.add(LOOSE.getNodeFactory().numberNode(1.5));
        }
        foreign.removeIf(other -> other.getNodeType() == node.getNodeType() && !node.isNumber());
        return foreign;
    }

    private static void assertRefused(JsonNode tree) throws IOException {
        assertRefused(LOOSE.writeValueAsBytes(tree));
    }

    private static void assertRefused(byte[] bytes) {
        assertThatThrownBy(() -> FrameCodec.decode(bytes)).isInstanceOf(MalformedFrame.class);
    }

    private static Set<Class<?>> kindsBelow(Class<?> sealed) {
        return Arrays.stream(sealed.getPermittedSubclasses())
                .flatMap(kind -> kind.isSealed() ? kindsBelow(kind).stream() : java.util.stream.Stream.of(kind))
                .collect(Collectors.toSet());
    }
}
