package ai.dropops.protocol.wire;

import ai.dropops.protocol.action.CborShape;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Optional;

/** Frames as CBOR. Reading is strict: an unknown field, a missing one, a foreign type or trailing bytes is refused. */
public final class FrameCodec {
    /** The protocol version of these frames. */
    public static final int VERSION = 1;
    /** The WebSocket subprotocol that names it. */
    public static final String SUBPROTOCOL = "dropops.v1";
    /** The largest frame, in bytes. */
    public static final int MAX_FRAME = 256 * 1024;
    /** The largest piece of output in one frame, in bytes. */
    public static final int MAX_OUTPUT = 64 * 1024;

    private static final int MAX_DEPTH = 16;
    private static final CBORMapper MAPPER = CBORMapper.builder(CBORFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .maxDocumentLength(MAX_FRAME)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .addModule(new SimpleModule()
                    .addSerializer(Instant.class, new Strict.MillisOut())
                    .addDeserializer(Instant.class, new Strict.MillisIn())
                    .addDeserializer(String.class, new Strict.TextIn())
                    .addDeserializer(byte[].class, new Strict.BinaryIn()))
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .build();
    private static final ObjectReader READER = MAPPER.readerFor(Frame.class);
    private static final ObjectWriter WRITER = MAPPER.writerFor(Frame.class);

    private FrameCodec() {}

    /** The frame's bytes; an IllegalArgumentException when they are more than {@link #MAX_FRAME}. */
    public static byte[] encode(Frame frame) {
        try {
            byte[] bytes = frame instanceof Frame.Output output && output.reader() >= 0 && output.offset() >= 0
                    ? OutputForm.write(output)
                    : WRITER.writeValueAsBytes(frame);
            if (bytes.length > MAX_FRAME) {
                throw new IllegalArgumentException("a frame of " + bytes.length + " bytes is larger than " + MAX_FRAME);
            }
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The frame in {@code bytes}; a {@link MalformedFrame} when they are not exactly one. */
    public static Frame decode(byte[] bytes) {
        if (bytes.length > MAX_FRAME) {
            throw new MalformedFrame("a frame may have " + MAX_FRAME + " bytes, this one has " + bytes.length);
        }
        Optional<Frame.Output> output = OutputForm.read(bytes);
        if (output.isPresent()) {
            return output.get();
        }
        try {
            CborShape.check(bytes, MAX_DEPTH);
            Frame frame = READER.readValue(bytes);
            if (frame == null) {
                throw new MalformedFrame("a frame is not null");
            }
            return frame;
        } catch (IOException | RuntimeException e) {
            throw new MalformedFrame("the frame is not one of protocol version " + VERSION, e);
        }
    }
}
