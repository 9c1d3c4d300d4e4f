package ai.dropops.protocol.action;

import ai.dropops.protocol.identity.Bytes;
import ai.dropops.protocol.identity.Digest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * What a record keeps of an output, as it is shown: all of a stream up to 100 KB, of a longer one its first and last 50 KB.
 */
public record Excerpt(Kept stdout, Kept stderr) {
    /** Bytes kept of one stream. */
    public static final int LIMIT = 100 * 1024;

    /**
     * One stream: {@code bytes} were shown, of which head and tail are kept; the tail is empty when the head is all. An
     * IllegalArgumentException for more than the limit, or more than there was.
     */
    public record Kept(long bytes, Bytes head, Bytes tail) {
        public static final Kept NOTHING = new Kept(0, Bytes.EMPTY, Bytes.EMPTY);

        public Kept {
            if (head.size() + tail.size() > Math.min(bytes, LIMIT)) {
                throw new IllegalArgumentException("a record keeps at most " + LIMIT + " bytes of a stream");
            }
        }

        /** Whether it can be of {@code shown}: it counts the same bytes, and where it has them all they are the same. */
        boolean isOf(Volume shown) {
            boolean whole = tail.size() == 0 && head.size() == bytes;
            return bytes == shown.bytes() && (!whole || Digest.of(head.array()).equals(shown.sha256()));
        }
    }

    /** Nothing was written, or nothing of it can be read any more. */
    public static final Excerpt NONE = new Excerpt(Kept.NOTHING, Kept.NOTHING);

    /** Whether it can be of what {@code outcome} tells of; one that has nothing can be of any. */
    public boolean isOf(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Finished finished ->
                equals(NONE)
                        || (stdout.isOf(finished.stdout().shown())
                                && stderr.isOf(finished.stderr().shown()));
            case Outcome.Interrupted interrupted ->
                equals(NONE)
                        || (stdout.isOf(interrupted.stdout().shown())
                                && stderr.isOf(interrupted.stderr().shown()));
            case Outcome.Refused _, Outcome.StillRunning _, Outcome.Voided _ -> false;
        };
    }

    /** For each stream the number of bytes (8), then head and tail, each after its length (4); big-endian. */
    public byte[] bytes() {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            for (Kept kept : new Kept[] {stdout, stderr}) {
                out.writeLong(kept.bytes());
                out.writeInt(kept.head().size());
                out.write(kept.head().array());
                out.writeInt(kept.tail().size());
                out.write(kept.tail().array());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** What {@link #bytes} wrote; an IllegalArgumentException for anything else. */
    public static Excerpt parse(byte[] bytes) {
        try (var in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            var excerpt = new Excerpt(kept(in), kept(in));
            if (in.read() >= 0) {
                throw new IllegalArgumentException("bytes follow the record");
            }
            return excerpt;
        } catch (IOException e) {
            throw new IllegalArgumentException("the record is cut off", e);
        }
    }

    private static Kept kept(DataInputStream in) throws IOException {
        return new Kept(in.readLong(), part(in), part(in));
    }

    private static Bytes part(DataInputStream in) throws IOException {
        int size = in.readInt();
        if (size < 0 || size > LIMIT) {
            throw new IllegalArgumentException("no part of a record has " + size + " bytes");
        }
        byte[] part = in.readNBytes(size);
        if (part.length < size) {
            throw new IllegalArgumentException("the record is cut off");
        }
        return Bytes.wrap(part);
    }
}
