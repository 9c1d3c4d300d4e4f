package ai.dropops.operator.vault;

import ai.dropops.protocol.action.Output;
import ai.dropops.protocol.action.Volume;
import ai.dropops.protocol.identity.Digest;
import ai.dropops.protocol.identity.ExecutionId;
import ai.dropops.protocol.wire.Stream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Recorded output as it is found on the disk, whoever wrote it. */
record Archive(ExecutionId execution, Path folder, SpoolKey key) {
    private static final Logger LOG = LoggerFactory.getLogger(Archive.class);

    Optional<Track> load() throws IOException {
        if (!Files.isDirectory(folder)) {
            return Optional.empty();
        }
        List<Track.Kept> kept = kept();
        Optional<Offsets> total = Totals.read(folder);
        return Optional.of(Track.complete(kept, total.isPresent() ? total.get() : end(kept)));
    }

    /** How much there is, up to the last whole record; the digests are over what was kept. */
    Volumes volumes() throws IOException {
        var stdout = new Sum();
        var stderr = new Sum();
        for (Track.Kept kept : kept()) {
            Segment segment = kept.segment();
            stdout.shown = segment.start().stdout();
            stderr.shown = segment.start().stderr();
            stdout.written = segment.written().stdout();
            stderr.written = segment.written().stderr();
            scan(kept, (buffer, record) -> (record.stream() == Stream.STDOUT ? stdout : stderr).add(buffer, record));
        }
        return new Volumes(stdout.output(), stderr.output());
    }

    private List<Track.Kept> kept() throws IOException {
        var kept = new ArrayList<Track.Kept>();
        for (Path file : segmentFiles()) {
            if (Files.size(file) >= Segment.HEADER) {
                kept.add(new Track.Kept(Segment.load(file), Files.size(file)));
            }
        }
        return kept;
    }

    private List<Path> segmentFiles() throws IOException {
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().matches("\\d{8}"))
                    .sorted()
                    .toList();
        }
    }

    /** Where the whole records of the last segment end; a torn one does not count. */
    private Offsets end(List<Track.Kept> kept) throws IOException {
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

    /** What was sealed whole; where a piece is torn, as by a loss of power, the file ends. */
    private void scan(Track.Kept kept, Visitor visitor) throws IOException {
        var window = ByteBuffer.allocate(Segment.MAX_PIECE);
        try (Pages pages = Pages.open(execution, kept.segment(), key)) {
            while (pages.position() < kept.length()) {
                pages.read(window.clear(), kept.length());
                window.flip();
                for (Optional<Segment.Parts> record = Segment.record(window, 0);
                        record.isPresent();
                        record = Segment.record(window, record.get().end())) {
                    visitor.see(window, record.get());
                }
            }
        } catch (SegmentKey.Damaged e) {
            LOG.error("output of execution {} ends early: {}", execution, e.getMessage());
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
