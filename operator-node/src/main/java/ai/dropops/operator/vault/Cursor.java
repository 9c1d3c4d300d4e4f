package ai.dropops.operator.vault;

import ai.dropops.protocol.identity.Bytes;
import ai.dropops.protocol.identity.ExecutionId;
import ai.dropops.protocol.wire.FrameCodec;
import ai.dropops.protocol.wire.Stream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One reader's way through the output of an execution, past and to come, in the order it arrived. */
public final class Cursor implements AutoCloseable {
    private final ExecutionId execution;
    private final Track track;
    private final SpoolKey key;
    private final Runnable whenClosed;
    /** Bytes of the current segment, from the next record on. */
    private final ByteBuffer window = ByteBuffer.allocate(Segment.MAX_PIECE).flip();

    private final Deque<Piece> gaps = new ArrayDeque<>();
    /** Everything before it was handed out or is not wanted. */
    private Offsets reached;
    /** Where the next record of the current segment begins. */
    private Offsets at = Offsets.START;

    private int segment = -1;
    private @Nullable Pages pages;
    private boolean closed;

    Cursor(ExecutionId execution, Track track, SpoolKey key, Offsets from, Runnable whenClosed) {
        this.execution = execution;
        this.track = track;
        this.key = key;
        this.reached = from;
        this.whenClosed = whenClosed;
    }

    /** The next piece, waiting until there is one. */
    public Piece next() throws IOException, InterruptedException {
        while (true) {
            if (!gaps.isEmpty()) {
                return gaps.remove();
            }
            Optional<Segment.Parts> record = Segment.record(window, window.position());
            if (record.isPresent()) {
                int length = take(record.get());
                if (length > 0) {
                    return data(record.get(), length);
                }
            } else {
                switch (track.step(segment, pages == null ? Long.MAX_VALUE : pages.position(), reached)) {
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

    /** Steps over what was handed out before, and says how much of {@code record} is left. */
    private int take(Segment.Parts record) {
        Stream stream = record.stream();
        int old = Math.clamp(reached.of(stream) - at.of(stream), 0, record.shown());
        if (old == record.shown()) {
            window.position(record.end());
            at = at.plus(stream, record.shown());
        }
        return record.shown() - old;
    }

    /** The last {@code wanted} bytes of {@code first}, and the records after it of the same stream as far as one piece holds them. */
    private Piece data(Segment.Parts first, int wanted) throws IOException {
        Stream stream = first.stream();
        var records = new ArrayList<Segment.Parts>();
        records.add(first);
        int size = wanted;
        for (Optional<Segment.Parts> next = Segment.record(window, first.end());
                next.isPresent()
                        && next.get().stream() == stream
                        && size + next.get().shown() <= FrameCodec.MAX_OUTPUT;
                next = Segment.record(window, next.get().end())) {
            records.add(next.get());
            size += next.get().shown();
        }
        var bytes = new byte[size];
        window.get(first.shownAt() + first.shown() - wanted, bytes, 0, wanted);
        int filled = wanted;
        for (Segment.Parts record : records.subList(1, records.size())) {
            window.get(record.shownAt(), bytes, filled, record.shown());
            filled += record.shown();
        }
        window.position(records.getLast().end());
        long offset = Math.max(at.of(stream), reached.of(stream));
        reached = reached.with(stream, offset + size);
        at = at.with(stream, offset + size);
        return new Piece.Data(stream, offset, Bytes.wrap(bytes));
    }

    private void fetch(long limit) throws IOException {
        if (pages != null) {
            pages.read(window.clear(), limit);
            window.flip();
        }
    }

    private void moveOn(Segment next) throws IOException {
        closePages();
        try {
            pages = Pages.open(execution, next, key);
        } catch (NoSuchFileException e) {
            return; // dropped meanwhile, and the one after it begins with the gap
        }
        segment = next.number();
        window.clear().flip();
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
        try {
            closePages();
        } finally {
            if (!closed) {
                closed = true;
                whenClosed.run();
            }
        }
    }

    private void closePages() throws IOException {
        if (pages != null) {
            pages.close();
            pages = null;
        }
    }
}
