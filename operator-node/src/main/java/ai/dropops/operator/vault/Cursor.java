package ai.dropops.operator.vault;

import ai.dropops.protocol.identity.Bytes;
import ai.dropops.protocol.wire.FrameCodec;
import ai.dropops.protocol.wire.Stream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** One reader's way through the output of an execution, past and to come, in the order it arrived. */
public final class Cursor implements AutoCloseable {
    private static final int WINDOW = 2 * (FrameCodec.MAX_OUTPUT + Segment.RECORD_HEADER);

    private final Track track;
    /** Bytes of the current segment, from the next record on. */
    private final ByteBuffer window = ByteBuffer.allocate(WINDOW).flip();

    private final Deque<Piece> gaps = new ArrayDeque<>();
    /** Everything before it was handed out or is not wanted. */
    private Offsets reached;
    /** Where the next record of the current segment begins. */
    private Offsets at = Offsets.START;

    private int segment = -1;
    private @Nullable FileChannel file;
    /** The place in the file where the window ends. */
    private long fetched;

    Cursor(Track track, Offsets from) {
        this.track = track;
        this.reached = from;
    }

    /** The next piece, waiting until there is one. */
    public Piece next() throws IOException, InterruptedException {
        while (true) {
            if (!gaps.isEmpty()) {
                return gaps.remove();
            }
            if (holdsRecord(window.position())) {
                int length = take();
                if (length > 0) {
                    return data(length);
                }
            } else {
                switch (track.step(segment, fetched, reached)) {
                    case Track.Step.Read(long limit) -> fetch(limit);
                    case Track.Step.MoveOn(Segment next) -> moveOn(next);
                    case Track.Step.Finish(Offsets total) -> {
                        skipTo(total);
                        if (gaps.isEmpty()) {
                            return new Piece.End();
                        }
                    }
                }
            }
        }
    }

    private boolean holdsRecord(int position) throws IOException {
        int left = window.limit() - position - Segment.RECORD_HEADER;
        if (left < 0) {
            return false;
        }
        int length = Segment.length(window.getInt(position));
        if (length > FrameCodec.MAX_OUTPUT) {
            throw new IOException("a damaged record in an output file");
        }
        return left >= length;
    }

    /** Steps over what was handed out before, and says how much of the next record is left. */
    private int take() {
        int header = window.getInt(window.position());
        Stream stream = Segment.stream(header);
        int length = Segment.length(header);
        int old = Math.clamp(reached.of(stream) - at.of(stream), 0, length);
        if (old == length) {
            window.position(window.position() + Segment.RECORD_HEADER + length);
            at = at.plus(stream, length);
        }
        return length - old;
    }

    /** The last {@code wanted} bytes of this record, and the records after it of the same stream as far as one piece holds them. */
    private Piece data(int wanted) throws IOException {
        Stream stream = Segment.stream(window.getInt(window.position()));
        int size = wanted;
        int last = end(window.position());
        while (holdsRecord(last)
                && Segment.stream(window.getInt(last)) == stream
                && size + Segment.length(window.getInt(last)) <= FrameCodec.MAX_OUTPUT) {
            size += Segment.length(window.getInt(last));
            last = end(last);
        }
        var bytes = new byte[size];
        int filled = 0;
        while (window.position() < last) {
            int next = end(window.position());
            int length = filled == 0 ? wanted : next - window.position() - Segment.RECORD_HEADER;
            window.get(next - length, bytes, filled, length);
            filled += length;
            window.position(next);
        }
        long offset = Math.max(at.of(stream), reached.of(stream));
        reached = reached.with(stream, offset + size);
        at = at.with(stream, offset + size);
        return new Piece.Data(stream, offset, Bytes.wrap(bytes));
    }

    private int end(int position) {
        return position + Segment.RECORD_HEADER + Segment.length(window.getInt(position));
    }

    private void fetch(long limit) throws IOException {
        window.compact();
        window.limit((int) Math.min(window.capacity(), window.position() + limit - fetched));
        while (file != null && window.hasRemaining()) {
            int count = file.read(window, fetched);
            if (count < 0) {
                throw new IOException("an output file is shorter than it was");
            }
            fetched += count;
        }
        window.flip();
    }

    private void moveOn(Segment next) throws IOException {
        close();
        try {
            file = FileChannel.open(next.file(), StandardOpenOption.READ);
        } catch (NoSuchFileException e) {
            return; // dropped meanwhile, and the one after it begins with the gap
        }
        segment = next.number();
        window.clear().flip();
        fetched = Segment.HEADER;
        at = next.start();
        skipTo(at);
    }

    private void skipTo(Offsets place) {
        for (Stream stream : Stream.values()) {
            if (place.of(stream) > reached.of(stream)) {
                gaps.add(new Piece.Gap(stream, reached.of(stream), place.of(stream)));
                reached = reached.with(stream, place.of(stream));
            }
        }
    }

    @Override
    public void close() throws IOException {
        if (file != null) {
            file.close();
            file = null;
        }
    }
}
