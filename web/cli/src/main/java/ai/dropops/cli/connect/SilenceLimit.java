package ai.dropops.cli.connect;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;

/**
 * A stream whose sender promised never to be silent for long: a read that waits longer than the limit fails, because the
 * connection is dead without having said so. Time in which nobody reads does not count.
 */
final class SilenceLimit extends InputStream {
    private static final long NOT_WAITING = -1;

    private final InputStream in;
    private final long limit;
    private final Thread watch;
    private volatile long waitingSince = NOT_WAITING;
    private volatile boolean exceeded;

    SilenceLimit(InputStream in, Duration limit) {
        this.in = in;
        this.limit = limit.toNanos();
        this.watch = Thread.ofVirtual().name("silence-limit").start(this::watch);
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int from, int count) throws IOException {
        waitingSince = System.nanoTime();
        try {
            int read = in.read(bytes, from, count);
            if (read < 0 && exceeded) {
                throw silent();
            }
            return read;
        } catch (IOException e) {
            throw exceeded ? silent() : e;
        } finally {
            waitingSince = NOT_WAITING;
        }
    }

    @Override
    public void close() throws IOException {
        watch.interrupt();
        in.close();
    }

    private void watch() {
        try {
            while (!isSilent()) {
                Thread.sleep(Duration.ofNanos(limit / 4));
            }
            exceeded = true;
            in.close();
        } catch (InterruptedException | IOException e) {
            // it was closed: there is nothing left to watch
        }
    }

    private boolean isSilent() {
        long since = waitingSince;
        return since != NOT_WAITING && System.nanoTime() - since > limit;
    }

    private static IOException silent() {
        return new InterruptedIOException("nothing was heard for too long");
    }
}
