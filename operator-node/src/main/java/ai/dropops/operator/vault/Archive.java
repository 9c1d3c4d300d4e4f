package ai.dropops.operator.vault;

import ai.dropops.protocol.action.Output;
import ai.dropops.protocol.action.Volume;
import ai.dropops.protocol.identity.Digest;
import ai.dropops.protocol.wire.Stream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Recorded output as it is found on the disk, whoever wrote it. */
final class Archive {
    private Archive() {}

    static Optional<Track> load(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return Optional.empty();
        }
        List<Track.Kept> kept = kept(folder);
        Optional<Offsets> total = Totals.read(folder);
        return Optional.of(Track.complete(kept, total.isPresent() ? total.get() : end(kept)));
    }

    /** How much there is, up to the last whole record; the digests are over what was kept. */
    static Volumes volumes(Path folder) throws IOException {
        var stdout = new Sum();
        var stderr = new Sum();
        for (Track.Kept kept : kept(folder)) {
            Segment segment = kept.segment();
            stdout.shown = segment.start().stdout();
            stderr.shown = segment.start().stderr();
            stdout.written = segment.written().stdout();
            stderr.written = segment.written().stderr();
            scan(kept, (buffer, record) -> (record.stream() == Stream.STDOUT ? stdout : stderr).add(buffer, record));
        }
        return new Volumes(stdout.output(), stderr.output());
    }

    private static List<Track.Kept> kept(Path folder) throws IOException {
        var kept = new ArrayList<Track.Kept>();
        for (Path file : segmentFiles(folder)) {
            if (Files.size(file) >= Segment.HEADER) {
                kept.add(new Track.Kept(Segment.load(file), Files.size(file)));
            }
        }
        return kept;
    }

    private static List<Path> segmentFiles(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().matches("\\d{8}"))
                    .sorted()
                    .toList();
        }
    }

    /** Where the whole records of the last segment end; a torn one does not count. */
    private static Offsets end(List<Track.Kept> kept) throws IOException {
        if (kept.isEmpty()) {
            return Offsets.START;
        }
        var end = new Offsets[] {kept.getLast().segment().start()};
        scan(kept.getLast(), (_, record) -> end[0] = end[0].plus(record.stream(), record.shown()));
        return end[0];
    }

    private interface Visitor {
        void see(ByteBuffer buffer, Segment.Parts record);
    }

    private static void scan(Track.Kept kept, Visitor visitor) throws IOException {
        var buffer = ByteBuffer.allocate(2 * Segment.MAX_RECORD);
        try (FileChannel channel = FileChannel.open(kept.segment().file(), StandardOpenOption.READ)) {
            channel.position(Segment.HEADER);
            while (channel.read(buffer) >= 0) {
                buffer.flip();
                int at = 0;
                for (Optional<Segment.Parts> record = whole(buffer, at);
                        record.isPresent();
                        record = whole(buffer, at)) {
                    visitor.see(buffer, record.get());
                    at = record.get().end();
                }
                buffer.position(at).compact();
                if (!buffer.hasRemaining()) {
                    return;
                }
            }
        }
    }

    /** The record at {@code at}; none where what is there is torn. */
    private static Optional<Segment.Parts> whole(ByteBuffer buffer, int at) {
        try {
            return Segment.record(buffer, at);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** What one stream comes to while its records are gone through. */
    private static final class Sum {
        private final MessageDigest sha256 = Digest.sha256();
        private long shown;
        private long written;

        void add(ByteBuffer buffer, Segment.Parts record) {
            sha256.update(buffer.slice(record.shownAt(), record.shown()));
            shown += record.shown();
            written += record.written();
        }

        Output output() {
            return new Output(new Volume(shown, Digest.wrap(sha256.digest())), written);
        }
    }
}
