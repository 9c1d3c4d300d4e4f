package ai.dropops.operator.vault;

import ai.dropops.protocol.wire.FrameCodec;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
        var kept = new ArrayList<Track.Kept>();
        for (Path file : segmentFiles(folder)) {
            if (Files.size(file) >= Segment.HEADER) {
                kept.add(new Track.Kept(Segment.load(file), Files.size(file)));
            }
        }
        Optional<Offsets> total = Totals.read(folder);
        return Optional.of(Track.complete(kept, total.isPresent() ? total.get() : end(kept)));
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
        Segment last = kept.getLast().segment();
        var end = last.start();
        long left = kept.getLast().length() - Segment.HEADER;
        try (var in = new DataInputStream(new BufferedInputStream(Files.newInputStream(last.file()), 1 << 16))) {
            in.skipNBytes(Segment.HEADER);
            while (left >= Segment.RECORD_HEADER) {
                int header = in.readInt();
                int length = Segment.length(header);
                left -= Segment.RECORD_HEADER + length;
                if (length == 0 || length > FrameCodec.MAX_OUTPUT || left < 0) {
                    break;
                }
                in.skipNBytes(length);
                end = end.plus(Segment.stream(header), length);
            }
        }
        return end;
    }
}
