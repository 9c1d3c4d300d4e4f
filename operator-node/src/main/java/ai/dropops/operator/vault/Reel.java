package ai.dropops.operator.vault;

import ai.dropops.protocol.identity.ExecutionId;
import ai.dropops.protocol.wire.Stream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The segments of one execution's output while they are written: the first and the last ones stay. Used by one thread. */
final class Reel {
    private final Path folder;
    private final Retention retention;
    private final LongSupplier free;
    private final ExecutionId execution;
    private final SpoolKey spoolKey;
    private final Track track = new Track();
    private final ByteBuffer pending = ByteBuffer.allocate(Segment.MAX_PIECE);
    private final ByteBuffer sealed = ByteBuffer.allocate(Segment.MAX_PIECE + SegmentKey.OVERHEAD);
    private final List<Segment> kept = new ArrayList<>();

    private Offsets shown = Offsets.START;
    private Offsets written = Offsets.START;
    private @Nullable Open file;
    private long length;
    /** Where the output will have come to when another segment is tried after one could not be had. */
    private long tryAgainAt;

    /** A segment's file with its key and how many pieces are in it. */
    private static final class Open {
        private final FileChannel channel;
        private final SegmentKey key;
        private long pieces;

        Open(FileChannel channel, SegmentKey key) {
            this.channel = channel;
            this.key = key;
        }
    }

    Reel(ExecutionId execution, Path folder, Retention retention, LongSupplier free, SpoolKey spoolKey) {
        this.execution = execution;
        this.spoolKey = spoolKey;
        this.folder = folder;
        this.retention = retention;
        this.free = free;
    }

    Track track() {
        return track;
    }

    /** Keeps output that is shown as it is, at most {@link Segment#MAX_PAYLOAD} bytes. */
    void keep(Stream stream, byte[] bytes, int from, int count) {
        if (hasRoomFor(count)) {
            pending.putInt(Segment.text(stream, count)).put(bytes, from, count);
        }
        advance(stream, count, count);
    }

    /** Keeps output with what is shown in its place, together less than {@link Segment#MAX_PAYLOAD} bytes. */
    void keepReplaced(Stream stream, byte[] placeholder, byte[] bytes, int from, int count) {
        int payload = 1 + placeholder.length + count;
        if (hasRoomFor(payload)) {
            pending.putInt(Segment.replaced(stream, payload))
                    .put((byte) placeholder.length)
                    .put(placeholder)
                    .put(bytes, from, count);
        }
        advance(stream, placeholder.length, count);
    }

    /** Lets readers see what was kept so far. */
    void flush() {
        if (file == null || pending.position() == 0) {
            return;
        }
        file.key.seal(file.pieces++, pending.flip(), sealed.clear());
        long size = sealed.flip().remaining();
        try {
            while (sealed.hasRemaining()) {
                file.channel.write(sealed);
            }
            length += size;
            track.reached(shown, length);
        } catch (IOException e) {
            // a segment whose last record is broken ends before it
            closeFile();
            tryAgainAt = written.total() + retention.segment();
            track.missed(shown);
        }
        pending.clear();
    }

    void end() {
        flush();
        closeFile();
        try {
            Totals.write(folder, shown);
        } catch (IOException e) {
            // only a gap at the very end would go unnoticed by later readers
        }
        track.end();
    }

    private void advance(Stream stream, int asShown, int asWritten) {
        shown = shown.plus(stream, asShown);
        written = written.plus(stream, asWritten);
        if (file == null) {
            track.missed(shown);
        }
    }

    private boolean hasRoomFor(int payload) {
        int size = Segment.RECORD_HEADER + payload;
        if (file != null && length + SegmentKey.OVERHEAD + pending.position() + size > retention.segment()) {
            flush();
            closeFile();
        }
        if (pending.remaining() < size) {
            flush();
        }
        if (file == null) {
            roll();
        }
        return file != null;
    }

    private void roll() {
        if (written.total() < tryAgainAt) {
            return;
        }
        try {
            makeRoom();
            begin();
        } catch (IOException e) {
            tryAgainAt = written.total() + retention.segment();
        }
    }

    private void begin() throws IOException {
        int number = kept.isEmpty() ? 0 : kept.getLast().number() + 1;
        Segment segment = Segment.in(folder, number, shown, written);
        file = new Open(segment.create(), spoolKey.of(execution, number, segment.header()));
        length = Segment.HEADER;
        kept.add(segment);
        track.began(segment);
    }

    /** Drops the segments after the first half until another one fits. */
    private void makeRoom() throws IOException {
        int most = (int) (retention.executionLimit() / retention.segment());
        while (kept.size() >= most || free.getAsLong() < retention.reserve() + retention.segment()) {
            int middle = Math.min(most, kept.size()) / 2;
            if (kept.size() < 2) {
                throw new IOException("no room on the disk");
            }
            Segment dropped = kept.remove(middle);
            track.dropped(dropped);
            Files.deleteIfExists(dropped.file());
        }
    }

    private void closeFile() {
        if (file != null) {
            try {
                file.channel.close();
            } catch (IOException e) {
                // everything was handed to the system before; there is nothing left to lose
            }
            file = null;
        }
    }
}
