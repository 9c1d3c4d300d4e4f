package ai.dropops.operator.vault;

import ai.dropops.protocol.action.Output;
import ai.dropops.protocol.wire.Stream;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The output of one execution while it is written: it passes the Sentinel, which decides what readers are shown; all of it
 * is counted and hashed, its first and last part are kept. Written by one thread.
 */
public final class Recording {
    private static final Logger LOG = LoggerFactory.getLogger(Recording.class);

    private final Reel reel;
    private final Duration patience;
    private final Strand stdout;
    private final Strand stderr;
    private final Runnable whenEnded;

    Recording(Reel reel, Sentinel sentinel, Runnable whenEnded) {
        this.reel = reel;
        this.patience = sentinel.patience();
        this.stdout = new Strand(Stream.STDOUT, reel, sentinel);
        this.stderr = new Strand(Stream.STDERR, reel, sentinel);
        this.whenEnded = whenEnded;
    }

    /** Takes what {@code bytes} holds; the end of it may be held back, see {@link #isHolding}. */
    public void append(Stream stream, ByteBuffer bytes) {
        strand(stream).take(bytes);
        reel.flush();
    }

    /** Looks at what stands before the output of {@code stream}, so that a secret that begins there is seen. */
    public void lead(Stream stream, ByteBuffer bytes) {
        strand(stream).lead(bytes);
    }

    /** Looks at what stands after the output of {@code stream}, so that a secret that ends there is seen. */
    public void trail(Stream stream, ByteBuffer bytes) {
        strand(stream).trail(bytes);
    }

    /** Nothing more will be written to {@code stream}. */
    public void end(Stream stream) {
        flush(strand(stream));
        reel.flush();
    }

    /** Whether the beginning of what may become a secret is held back; {@link #giveUp} is then to be called in time. */
    public boolean isHolding() {
        return stdout.scrubber().isHolding() || stderr.scrubber().isHolding();
    }

    /** How long something may be held back. */
    public Duration patience() {
        return patience;
    }

    /** Shows what was held back for too long. */
    public void giveUp() {
        stdout.scrubber().giveUp(patience);
        stderr.scrubber().giveUp(patience);
        reel.flush();
    }

    /** How often something was replaced in {@code stream} so far. */
    public long replaced(Stream stream) {
        return strand(stream).replaced();
    }

    public Output stdout() {
        return stdout.output();
    }

    public Output stderr() {
        return stderr.output();
    }

    /** Nothing more will be written. */
    public void end() {
        flush(stdout);
        flush(stderr);
        reel.end();
        whenEnded.run();
    }

    Track track() {
        return reel.track();
    }

    /** What cannot be scrubbed is left out. */
    private static void flush(Strand strand) {
        try {
            strand.scrubber().flush();
        } catch (RuntimeException e) {
            LOG.error("the end of an output could not be scrubbed and is left out", e);
        }
    }

    private Strand strand(Stream stream) {
        return switch (stream) {
            case STDOUT -> stdout;
            case STDERR -> stderr;
        };
    }
}
