package ai.dropops.operator.vault;

import ai.dropops.protocol.identity.Bytes;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * What the record keeps of an output for as long as it keeps the execution: all of a stream up to 100 KB, of a longer one
 * its first and last 50 KB.
 */
public record Excerpt(Kept stdout, Kept stderr) {
    static final int LIMIT = 100 * 1024;

    /** One stream: {@code bytes} were written, of which head and tail are kept; the tail is empty when the head is all. */
    public record Kept(long bytes, Bytes head, Bytes tail) {
        static final Kept NOTHING = new Kept(0, Bytes.EMPTY, Bytes.EMPTY);
    }

    /** Nothing was written, or nothing of it can be read any more. */
    public static final Excerpt NONE = new Excerpt(Kept.NOTHING, Kept.NOTHING);

    /** For each stream the number of bytes (8), then head and tail, each after its length (4); big-endian. */
    byte[] bytes() {
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
}
