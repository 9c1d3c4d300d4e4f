package ai.dropops.protocol.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

/** Whatever arrives is a frame or a {@link MalformedFrame}; nothing else is thrown and nothing hangs. */
final class FrameFuzzTest {
    private static final List<byte[]> REAL =
            Frames.all().values().stream().map(FrameCodec::encode).toList();

    @Property(tries = 3000)
    void randomBytesAreNoFrame(@ForAll @Size(max = 400) byte[] bytes) {
        assertThat(isFrame(bytes)).isFalse();
    }

    @Property(tries = 20_000)
    void aMutatedFrameIsAFrameOrMalformed(@ForAll long seed) {
        var random = new Random(seed);
        byte[] bytes = mutated(random);
        if (isFrame(bytes)) {
            Frame frame = FrameCodec.decode(bytes);
            assertThat(FrameCodec.decode(FrameCodec.encode(frame))).isEqualTo(frame);
        }
    }

    private static byte[] mutated(Random random) {
        var bytes = new ArrayList<Byte>();
        for (byte b : REAL.get(random.nextInt(REAL.size()))) {
            bytes.add(b);
        }
        int changes = 1 + random.nextInt(4);
        for (int i = 0; i < changes && !bytes.isEmpty(); i++) {
            int at = random.nextInt(bytes.size());
            switch (random.nextInt(4)) {
                case 0 -> bytes.set(at, (byte) random.nextInt());
                case 1 -> bytes.set(at, (byte) (bytes.get(at) ^ (1 << random.nextInt(8))));
                case 2 -> bytes.add(at, (byte) random.nextInt());
                default -> bytes.remove(at);
            }
        }
        var array = new byte[bytes.size()];
        for (int i = 0; i < array.length; i++) {
            array[i] = bytes.get(i);
        }
        return array;
    }

    private static boolean isFrame(byte[] bytes) {
        try {
            FrameCodec.decode(bytes);
            return true;
        } catch (MalformedFrame e) {
            return false;
        }
    }
}
