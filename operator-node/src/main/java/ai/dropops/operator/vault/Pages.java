package ai.dropops.operator.vault;

import ai.dropops.protocol.identity.ExecutionId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;

/** The records in one file of output, opened piece by piece in their order. */
final class Pages implements AutoCloseable {
    private final FileChannel file;
    private final SegmentKey key;
    private final ByteBuffer sealed =
            ByteBuffer.allocate(Segment.MAX_PIECE + SegmentKey.OVERHEAD).flip();
    private long fetched = Segment.HEADER;
    private long pieces;

    private Pages(FileChannel file, SegmentKey key) {
        this.file = file;
        this.key = key;
    }

    /** The records of {@code segment}; a NoSuchFileException when it was dropped. */
    static Pages open(ExecutionId execution, Segment segment, SpoolKey key) throws IOException {
        FileChannel file = FileChannel.open(segment.file(), StandardOpenOption.READ);
        return new Pages(file, key.of(execution, segment.number(), segment.header()));
    }

    /** The place in the file up to which everything was handed out. */
    long position() {
        return fetched - sealed.remaining();
    }

    /**
     * Puts the records that follow into {@code window}, which holds {@link Segment#MAX_PIECE} bytes at least and is empty; a
     * piece that ends behind {@code limit} is torn and ends the file.
     */
    void read(ByteBuffer window, long limit) throws IOException {
        boolean none = true;
        while (isWhole(limit)) {
            int size = SegmentKey.size(sealed, Segment.MAX_PIECE);
            if (size - SegmentKey.OVERHEAD > window.remaining()) {
                return;
            }
            ByteBuffer piece = sealed.slice(sealed.position(), size);
            sealed.position(sealed.position() + size);
            key.open(pieces++, piece, window);
            none = false;
        }
        if (none) {
            sealed.position(sealed.limit());
        }
    }

    /** Whether a whole piece is there, read from the file where need be. */
    private boolean isWhole(long limit) throws IOException {
        if (holdsPiece()) {
            return true;
        }
        sealed.compact();
        sealed.limit((int) Math.min(sealed.capacity(), sealed.position() + limit - fetched));
        while (sealed.hasRemaining()) {
            int count = file.read(sealed, fetched);
            if (count < 0) {
                throw new IOException("an output file is shorter than it was");
            }
            fetched += count;
        }
        sealed.flip();
        return holdsPiece();
    }

    private boolean holdsPiece() throws IOException {
        return sealed.remaining() > Integer.BYTES && sealed.remaining() >= SegmentKey.size(sealed, Segment.MAX_PIECE);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
