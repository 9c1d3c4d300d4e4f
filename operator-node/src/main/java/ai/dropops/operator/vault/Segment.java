package ai.dropops.operator.vault;

import ai.dropops.protocol.identity.Bytes;
import ai.dropops.protocol.identity.SealingKey;
import ai.dropops.protocol.wire.FrameCodec;
import ai.dropops.protocol.wire.Stream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * A file of recorded output in the order it arrived.
 *
 * <p>It begins with the {@link Offsets} it begins at, as shown and as written, and a salt, 48 bytes; then records, sealed
 * some at a time by its {@link SegmentKey}. A record is an int that holds the stream in its top bit, whether it was replaced in the next one and the number of bytes that follow: those
 * written, and, where they were replaced, before them one byte with the length of what is shown instead, and that.
 *
 * @param start where it begins in what readers are shown
 * @param written where it begins in what the process wrote
 * @param salt 16 random bytes that make its key another than every other's
 */
record Segment(int number, Path file, Offsets start, Offsets written, Bytes salt) {
    private static final int SALT = 16;
    static final int HEADER = 4 * Long.BYTES + SALT;
    static final int RECORD_HEADER = Integer.BYTES;
    static final int MAX_PAYLOAD = FrameCodec.MAX_OUTPUT;
    static final int MAX_RECORD = RECORD_HEADER + MAX_PAYLOAD;
    /** The most bytes of whole records that are sealed together. */
    static final int MAX_PIECE = 2 * MAX_RECORD;

    private static final int STDERR_BIT = 1 << 31;
    private static final int REPLACED_BIT = 1 << 30;

    /** Where in a buffer a record lies, what of it is shown and what was written. */
    record Parts(Stream stream, int shownAt, int shown, int writtenAt, int end) {
        int written() {
            return end - writtenAt;
        }
    }

    static Segment in(Path folder, int number, Offsets start, Offsets written) {
        return new Segment(
                number, folder.resolve("%08d".formatted(number)), start, written, Bytes.wrap(SealingKey.random(SALT)));
    }

    /** The segment in {@code file}; an IOException when it has no whole header. */
    static Segment load(Path file) throws IOException {
        var header = ByteBuffer.allocate(HEADER);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            while (header.hasRemaining() && channel.read(header) >= 0) {}
        }
        if (header.hasRemaining()) {
            throw new IOException("an output file of " + header.position() + " bytes");
        }
        header.flip();
        int number = Integer.parseInt(file.getFileName().toString());
        var start = new Offsets(header.getLong(), header.getLong());
        var written = new Offsets(header.getLong(), header.getLong());
        var salt = new byte[SALT];
        header.get(salt);
        return new Segment(number, file, start, written, Bytes.wrap(salt));
    }

    FileChannel create() throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        ByteBuffer header = header();
        while (header.hasRemaining()) {
            channel.write(header);
        }
        return channel;
    }

    /** The bytes its file begins with. */
    ByteBuffer header() {
        return ByteBuffer.allocate(HEADER)
                .putLong(start.stdout())
                .putLong(start.stderr())
                .putLong(written.stdout())
                .putLong(written.stderr())
                .put(salt.array())
                .flip();
    }

    long size() throws IOException {
        return Files.size(file);
    }

    /** The head of a record of output that is shown as it is. */
    static int text(Stream stream, int length) {
        return stream == Stream.STDERR ? length | STDERR_BIT : length;
    }

    /** The head of a record of output that is shown as something else. */
    static int replaced(Stream stream, int length) {
        return text(stream, length) | REPLACED_BIT;
    }

    /** The record at {@code position}, if {@code buffer} holds all of it; an IOException when there can be no such record. */
    static Optional<Parts> record(ByteBuffer buffer, int position) throws IOException {
        if (buffer.limit() - position < RECORD_HEADER) {
            return Optional.empty();
        }
        int header = buffer.getInt(position);
        boolean replaced = (header & REPLACED_BIT) != 0;
        int length = header & ~(STDERR_BIT | REPLACED_BIT);
        int at = position + RECORD_HEADER;
        if (length < 1 || length > MAX_PAYLOAD) {
            throw damaged();
        }
        if (buffer.limit() - at < length) {
            return Optional.empty();
        }
        int shown = replaced ? buffer.get(at) & 0xff : length;
        if (replaced && shown >= length) {
            throw damaged();
        }
        Stream stream = (header & STDERR_BIT) == 0 ? Stream.STDOUT : Stream.STDERR;
        return Optional.of(
                replaced
                        ? new Parts(stream, at + 1, shown, at + 1 + shown, at + length)
                        : new Parts(stream, at, length, at, at + length));
    }

    private static IOException damaged() {
        return new IOException("a damaged record in an output file");
    }
}
