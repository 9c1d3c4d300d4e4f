package ai.dropops.protocol.action;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CborShapeTest {
    private static final int DEPTH = 4;

    @Property
    void whatIsWrittenHasTheShape(@ForAll @Size(max = 20) List<String> texts, @ForAll Map<String, Double> numbers)
            throws IOException {
        byte[] bytes = new CBORMapper().writeValueAsBytes(List.of(texts, numbers, 1L << 40, true, new byte[300]));
        assertThatCode(() -> CborShape.check(bytes, DEPTH)).doesNotThrowAnyException();
        assertRefused(Arrays.copyOf(bytes, bytes.length + 1));
        assertRefused(Arrays.copyOf(bytes, bytes.length - 1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "00",
                "3863",
                "40",
                "60",
                "7fff",
                "7f6161ff",
                "80",
                "81f6",
                "9fff",
                "a0",
                "a1616100",
                "bf616100ff",
                "8181818100"
            })
    void oneItemIsEnough(String hex) {
        CborShape.check(HexFormat.of().parseHex(hex), DEPTH);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0000",
                "ff",
                "18",
                "1c",
                "41",
                "5b8000000000000000",
                "5f4100ff",
                "7f4100ff",
                "7f",
                "81",
                "8000",
                "82f6",
                "9f",
                "a1",
                "9b4000000000000000",
                "bb4000000000000000",
                "bbffffffffffffffff",
                "c000",
                "d81800",
                "818181818100",
                "81ff"
            })
    void whatLiesIsRefused(String hex) {
        assertRefused(HexFormat.of().parseHex(hex));
    }

    /** A quarter of a megabyte of tags once took the parser five seconds. */
    @Test
    void aFloodOfTagsIsRefusedAtOnce() {
        var tags = new byte[256 * 1024];
        Arrays.fill(tags, (byte) 0xc1);
        Assertions.assertTimeoutPreemptively(Duration.ofSeconds(2), () -> assertRefused(tags));
    }

    private static void assertRefused(byte[] bytes) {
        assertThatThrownBy(() -> CborShape.check(bytes, DEPTH)).isInstanceOf(IllegalArgumentException.class);
    }
}
