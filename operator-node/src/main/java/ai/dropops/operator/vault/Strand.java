package ai.dropops.operator.vault;

import ai.dropops.protocol.action.Output;
import ai.dropops.protocol.action.Volume;
import ai.dropops.protocol.identity.Digest;
import ai.dropops.protocol.sentinel.Scrubber;
import ai.dropops.protocol.sentinel.Sink;
import ai.dropops.protocol.wire.Stream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;

/** One stream of an execution on its way through the Sentinel into the record, counted as written and hashed as shown. */
final class Strand implements Sink {
    private static final byte[] NOTHING = {};

    private final Stream stream;
    private final Reel reel;
    private final Scrubber scrubber;
    private final MessageDigest sha256 = Digest.sha256();
    private long shown;
    private long written;
    private long replaced;
    /** Bytes before the output that only the scrubber sees, and that it has not decided yet. */
    private long unseen;
    /** Bytes of output, decided or not. */
    private long taken;

    Strand(Stream stream, Reel reel, Sentinel sentinel) {
        this.stream = stream;
        this.reel = reel;
        this.scrubber = new Scrubber(sentinel.catalogue(), System::nanoTime, this);
    }

    void take(ByteBuffer bytes) {
        taken += bytes.remaining();
        scrubber.feed(bytes);
    }

    /** Looks at what stands before the output. */
    void lead(ByteBuffer bytes) {
        unseen += bytes.remaining();
        scrubber.feed(bytes);
    }

    /** Looks at what stands after the output. */
    void trail(ByteBuffer bytes) {
        scrubber.feed(bytes);
    }

    Scrubber scrubber() {
        return scrubber;
    }

    long replaced() {
        return replaced;
    }

    Output output() {
        try {
            var digest = (MessageDigest) sha256.clone();
            return new Output(new Volume(shown, Digest.wrap(digest.digest())), written);
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("the JDK's SHA-256 can be cloned", e);
        }
    }

    @Override
    public void text(byte[] bytes, int from, int count) {
        int before = before(count);
        int size = within(count - before);
        int at = from + before;
        sha256.update(bytes, at, size);
        shown += size;
        written += size;
        for (int done = 0; done < size; done += Segment.MAX_PAYLOAD) {
            reel.keep(stream, bytes, at + done, Math.min(Segment.MAX_PAYLOAD, size - done));
        }
    }

    @Override
    public void replaced(byte[] bytes, int from, int count, byte[] placeholder) {
        int before = before(count);
        int size = within(count - before);
        if (size == 0) {
            return;
        }
        int at = from + before;
        replaced += placeholder.length == 0 ? 0 : 1;
        sha256.update(placeholder);
        shown += placeholder.length;
        written += size;
        int most = Segment.MAX_PAYLOAD - placeholder.length - 1;
        reel.keepReplaced(stream, placeholder, bytes, at, Math.min(most, size));
        for (int done = most; done < size; done += most) {
            reel.keepReplaced(stream, NOTHING, bytes, at + done, Math.min(most, size - done));
        }
    }

    /** How many of the next {@code count} bytes stand before the output. */
    private int before(int count) {
        int before = (int) Math.min(unseen, count);
        unseen -= before;
        return before;
    }

    /** How many of the next {@code count} bytes stand before its end. */
    private int within(int count) {
        return (int) Math.min(taken - written, count);
    }
}
