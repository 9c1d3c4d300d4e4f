package ai.dropops.operator.vault;

import ai.dropops.protocol.action.Volume;
import ai.dropops.protocol.identity.Digest;
import ai.dropops.protocol.wire.Stream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The output of one execution while it is written: all of it is counted and hashed, its first and last part are kept.
 * Written by one thread.
 */
public final class Recording {
    private final Path folder;
    private final Retention retention;
    private final LongSupplier free;
    private final Runnable whenEnded;
    private final Track track = new Track();
    private final MessageDigest stdout = Digest.sha256();
    private final MessageDigest stderr = Digest.sha256();
    private final ByteBuffer header = ByteBuffer.allocateDirect(Segment.RECORD_HEADER);
    private final List<Segment> kept = new ArrayList<>();

    private Offsets total = Offsets.START;
    private @Nullable FileChannel file;
    private long length;
    /** Where the output will have come to when another segment is tried after one could not be had. */
    private long tryAgainAt;

    Recording(Path folder, Retention retention, LongSupplier free, Runnable whenEnded) {
        this.folder = folder;
        this.retention = retention;
        this.free = free;
        this.whenEnded = whenEnded;
    }

    /** Takes what {@code bytes} holds, at most 64 KiB. */
    public void append(Stream stream, ByteBuffer bytes) {
        int size = bytes.remaining();
        digest(stream).update(bytes.duplicate());
        if (file == null || length + size > retention.segment()) {
            roll();
        }
        total = total.plus(stream, size);
        if (file == null) {
            track.missed(total);
        } else {
            write(file, stream, bytes);
        }
    }

    public Volume stdout() {
        return volume(Stream.STDOUT);
    }

    public Volume stderr() {
        return volume(Stream.STDERR);
    }

    /** Nothing more will be written. */
    public void end() {
        closeFile();
        try {
            Totals.write(folder, total);
        } catch (IOException e) {
            // only a gap at the very end would go unnoticed by later readers
        }
        track.end();
        whenEnded.run();
    }

    Track track() {
        return track;
    }

    private void write(FileChannel channel, Stream stream, ByteBuffer bytes) {
        int size = bytes.remaining();
        header.clear().putInt(Segment.header(stream, size)).flip();
        try {
            Segment.writeFully(channel, header, bytes);
            length += Segment.RECORD_HEADER + size;
            track.reached(total, length);
        } catch (IOException e) {
            abandonSegment();
            track.missed(total);
        }
    }

    /** A segment whose last record is broken ends before it. */
    private void abandonSegment() {
        closeFile();
        tryAgainAt = total.total() + retention.segment();
    }

    private void roll() {
        closeFile();
        if (total.total() < tryAgainAt) {
            return;
        }
        try {
            makeRoom();
            begin();
        } catch (IOException e) {
            tryAgainAt = total.total() + retention.segment();
        }
    }

    private void begin() throws IOException {
        int number = kept.isEmpty() ? 0 : kept.getLast().number() + 1;
        Segment segment = Segment.in(folder, number, total);
        file = segment.create();
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
                file.close();
            } catch (IOException e) {
                // everything was handed to the system before; there is nothing left to lose
            }
            file = null;
        }
    }

    private MessageDigest digest(Stream stream) {
        return switch (stream) {
            case STDOUT -> stdout;
            case STDERR -> stderr;
        };
    }

    private Volume volume(Stream stream) {
        try {
            var digest = (MessageDigest) digest(stream).clone();
            return new Volume(total.of(stream), Digest.wrap(digest.digest()));
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("the JDK's SHA-256 can be cloned", e);
        }
    }
}
