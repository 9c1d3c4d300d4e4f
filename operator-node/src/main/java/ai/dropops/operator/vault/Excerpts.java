package ai.dropops.operator.vault;

import ai.dropops.protocol.action.Excerpt;
import ai.dropops.protocol.identity.Bytes;
import ai.dropops.protocol.identity.ExecutionId;
import ai.dropops.protocol.wire.Stream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Optional;

/** Takes from the spool what the record keeps of an ended execution's output. */
record Excerpts(Spool spool, ExecutionId execution) {
    Excerpt of(Volumes volumes) throws IOException, InterruptedException {
        return new Excerpt(
                kept(Stream.STDOUT, volumes.stdout().shown().bytes()),
                kept(Stream.STDERR, volumes.stderr().shown().bytes()));
    }

    private Excerpt.Kept kept(Stream stream, long bytes) throws IOException, InterruptedException {
        if (bytes <= Excerpt.LIMIT) {
            return new Excerpt.Kept(bytes, read(stream, 0, bytes), Bytes.EMPTY);
        }
        int half = Excerpt.LIMIT / 2;
        return new Excerpt.Kept(bytes, read(stream, 0, half), read(stream, bytes - half, bytes));
    }

    /** The bytes from {@code from} up to {@code to} as far as they are kept; the other stream is passed over unread. */
    private Bytes read(Stream stream, long from, long to) throws IOException, InterruptedException {
        if (from == to) {
            return Bytes.EMPTY;
        }
        long everything = Long.MAX_VALUE;
        Optional<Cursor> found = stream == Stream.STDOUT
                ? spool.read(execution, from, everything)
                : spool.read(execution, everything, from);
        var taken = new ByteArrayOutputStream();
        if (found.isPresent()) {
            try (Cursor cursor = found.get()) {
                long at = from;
                while (at < to) {
                    switch (cursor.next()) {
                        case Piece.Data(var of, long offset, var data) -> {
                            if (of == stream) {
                                taken.write(data.array(), 0, (int) Math.min(data.size(), to - offset));
                                at = offset + data.size();
                            }
                        }
                        case Piece.Gap(var of, long _, long end) -> at = of == stream ? end : at;
                        case Piece.End _ -> at = to;
                    }
                }
            }
        }
        return Bytes.wrap(taken.toByteArray());
    }
}
