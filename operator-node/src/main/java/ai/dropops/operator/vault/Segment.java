package ai.dropops.operator.vault;

import ai.dropops.protocol.wire.Stream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file of recorded output in the order it arrived.
 *
 * <p>It begins with the {@link Offsets} it begins at, 16 bytes; then records, each an int that holds the stream in its
 * top bit and the number of bytes that follow.
 */
record Segment(int number, Path file, Offsets start) {
    static final int HEADER = 2 * Long.BYTES;
    static final int RECORD_HEADER = Integer.BYTES;

    private static final int STDERR_BIT = 1 << 31;

    static Segment in(Path folder, int number, Offsets start) {
        return new Segment(number, folder.resolve("%08d".formatted(number)), start);
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
        return new Segment(number, file, new Offsets(header.getLong(), header.getLong()));
    }

    FileChannel create() throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        var header = ByteBuffer.allocate(HEADER).putLong(start.stdout()).putLong(start.stderr());
        writeFully(channel, header.flip());
        return channel;
    }

    long size() throws IOException {
        return Files.size(file);
    }

    static int header(Stream stream, int length) {
        return stream == Stream.STDERR ? length | STDERR_BIT : length;
    }

    static Stream stream(int header) {
        return (header & STDERR_BIT) == 0 ? Stream.STDOUT : Stream.STDERR;
    }

    static int length(int header) {
        return header & ~STDERR_BIT;
    }

    static void writeFully(FileChannel channel, ByteBuffer... buffers) throws IOException {
        ByteBuffer last = buffers[buffers.length - 1];
        while (last.hasRemaining()) {
            channel.write(buffers);
        }
    }
}
