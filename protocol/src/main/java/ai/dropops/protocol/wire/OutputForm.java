package ai.dropops.protocol.wire;

import ai.dropops.protocol.identity.Bytes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * The one spelling of {@link Frame.Output} this side writes, written and read with a single copy of the data: nearly all that crosses a
 * link is output. The bytes are those of the general codec.
 */
final class OutputForm {
    // a map without a length, in which a, d and f begin texts of 1, 4 and 6 letters
    private static final byte[] UP_TO_READER = ascii("\u00bfatfoutputfreader");
    private static final byte[] UP_TO_STREAM = ascii("fstreamf");
    private static final byte[] UP_TO_OFFSET = ascii("foffset");
    private static final byte[] UP_TO_DATA = ascii("ddata");
    private static final byte BREAK = (byte) 0xff;
    private static final int UNSIGNED = 0;
    private static final int BYTE_STRING = 2 << 5;
    /** Everything but the data is shorter. */
    private static final int AROUND = 96;

    private OutputForm() {}

    static byte[] write(Frame.Output output) {
        byte[] data = output.data().array();
        ByteBuffer out = ByteBuffer.allocate(AROUND);
        out.put(UP_TO_READER);
        number(UNSIGNED, output.reader(), out);
        out.put(UP_TO_STREAM).put(ascii(output.stream().name())).put(UP_TO_OFFSET);
        number(UNSIGNED, output.offset(), out);
        out.put(UP_TO_DATA);
        number(BYTE_STRING, data.length, out);
        byte[] frame = Arrays.copyOf(out.array(), out.position() + data.length + 1);
        System.arraycopy(data, 0, frame, out.position(), data.length);
        frame[frame.length - 1] = BREAK;
        return frame;
    }

    /** The frame in {@code bytes}; empty where it is another one, is spelled otherwise or is none. */
    static Optional<Frame.Output> read(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        if (!skip(UP_TO_READER, in)) {
            return Optional.empty();
        }
        long reader = number(UNSIGNED, in);
        Stream stream = null;
        if (skip(UP_TO_STREAM, in)) {
            for (Stream each : Stream.values()) {
                stream = stream == null && skip(ascii(each.name()), in) ? each : stream;
            }
        }
        if (stream == null || !skip(UP_TO_OFFSET, in)) {
            return Optional.empty();
        }
        long offset = number(UNSIGNED, in);
        long size = skip(UP_TO_DATA, in) ? number(BYTE_STRING, in) : -1;
        if (reader < 0 || offset < 0 || size < 0 || size != in.remaining() - 1 || bytes[bytes.length - 1] != BREAK) {
            return Optional.empty();
        }
        byte[] data = Arrays.copyOfRange(bytes, in.position(), bytes.length - 1);
        return Optional.of(new Frame.Output(reader, stream, offset, Bytes.wrap(data)));
    }

    private static void number(int major, long value, ByteBuffer out) {
        if (value < 24) {
            out.put((byte) (major | value));
        } else if (value < 1 << 8) {
            out.put((byte) (major | 24)).put((byte) value);
        } else if (value < 1 << 16) {
            out.put((byte) (major | 25)).putShort((short) value);
        } else if (value <= Integer.MAX_VALUE) {
            out.put((byte) (major | 26)).putInt((int) value);
        } else {
            out.put((byte) (major | 27)).putLong(value);
        }
    }

    /** The number that follows, -1 where there is none of this kind or it is too large. */
    private static long number(int major, ByteBuffer in) {
        if (in.remaining() <= Long.BYTES) {
            return -1;
        }
        int head = (in.get() & 0xff) - major;
        return switch (head) {
            case 24 -> in.get() & 0xff;
            case 25 -> in.getShort() & 0xffff;
            case 26 -> in.getInt() & 0xffff_ffffL;
            case 27 -> in.getLong();
            default -> head >= 0 && head < 24 ? head : -1;
        };
    }

    private static boolean skip(byte[] expected, ByteBuffer in) {
        if (in.remaining() < expected.length
                || !in.slice(in.position(), expected.length).equals(ByteBuffer.wrap(expected))) {
            return false;
        }
        in.position(in.position() + expected.length);
        return true;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
