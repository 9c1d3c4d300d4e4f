package ai.dropops.operator.exec;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import ai.dropops.operator.vault.Recording;
import ai.dropops.protocol.wire.FrameCodec;
import ai.dropops.protocol.wire.Stream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.time.Duration;

/**
 * Carries what a process writes into its recording, in the order it arrives, and sees the process end. One thread does
 * it all: it waits on both pipes and on the process at once.
 */
final class Pump {
    /** How long output may follow the shell's end while something it left behind holds the pipes open. */
    private static final Duration DRAIN = Duration.ofSeconds(1);
    /** How often the shell is looked at where the kernel cannot tell of its end. */
    private static final int LOOK_MILLIS = 50;

    static final int PIPE_SIZE = 1 << 20;
    /** With the little that was held back, what is read at once is one sealed piece and two whole frames, and no scrap is left over. */
    private static final int READ_SIZE = 2 * FrameCodec.MAX_OUTPUT - 8 * 1024;

    private static final Stream[] STREAMS = {Stream.STDOUT, Stream.STDERR};
    private static final int SHELL = STREAMS.length;
    private static final int NONE = -1;
    private static final int RUNS = -1;
    private static final int NEVER = -1;

    private final int pid;
    private final int[] fds;
    private int status = RUNS;
    private long drainedAt = Long.MAX_VALUE;
    private long bytesSinceEnd;

    Pump(int pid, int stdout, int stderr) {
        this.pid = pid;
        this.fds = new int[] {stdout, stderr, Libc.pidfd(pid)};
    }

    /** Returns the exit code when the shell has ended and its output is recorded. */
    int run(Recording recording) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment buffer = arena.allocate(READ_SIZE);
            ByteBuffer bytes = buffer.asByteBuffer();
            MemorySegment polled = arena.allocate(Libc.POLLFD, fds.length);
            while (!isOver()) {
                await(polled, timeoutMillis(recording));
                boolean read = false;
                for (int i = 0; i < STREAMS.length; i++) {
                    if (isReady(polled, i)) {
                        read = true;
                        int count = Libc.read(fds[i], buffer);
                        if (count == 0) {
                            close(i);
                        } else {
                            bytesSinceEnd += count;
                            recording.append(STREAMS[i], bytes.clear().limit(count));
                        }
                    }
                }
                recording.giveUp();
                if (status == RUNS) {
                    lookAtShell(polled);
                } else if (System.nanoTime() - drainedAt > 0 && (!read || bytesSinceEnd > 2 * PIPE_SIZE)) {
                    break;
                }
            }
            return exitCode(status);
        }
    }

    /** Whether something that outlives the shell still holds a pipe. */
    boolean isHeld() {
        return fds[0] != NONE || fds[1] != NONE;
    }

    /** Throws away what is still written, so that nobody who writes is stopped by it; returns when the pipes are closed. */
    void discard() throws IOException {
        drainedAt = Long.MAX_VALUE;
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment buffer = arena.allocate(READ_SIZE);
            MemorySegment polled = arena.allocate(Libc.POLLFD, fds.length);
            while (isHeld()) {
                await(polled, NEVER);
                for (int i = 0; i < STREAMS.length; i++) {
                    if (isReady(polled, i) && Libc.read(fds[i], buffer) == 0) {
                        close(i);
                    }
                }
            }
        }
    }

    void close() {
        for (int i = 0; i < fds.length; i++) {
            close(i);
        }
    }

    private boolean isOver() {
        return status != RUNS && !isHeld();
    }

    private void await(MemorySegment polled, int timeoutMillis) throws IOException {
        for (int i = 0; i < fds.length; i++) {
            MemorySegment entry = polled.asSlice(i * Libc.POLLFD.byteSize(), Libc.POLLFD);
            entry.set(JAVA_INT, 0, fds[i]);
            entry.set(JAVA_SHORT, Integer.BYTES, Libc.POLLIN);
            entry.set(JAVA_SHORT, Integer.BYTES + Short.BYTES, (short) 0);
        }
        Libc.poll(polled, timeoutMillis);
    }

    private int timeoutMillis(Recording recording) {
        if (recording.isHolding()) {
            return Math.toIntExact(recording.patience().toMillis());
        }
        if (status != RUNS && drainedAt != Long.MAX_VALUE) {
            return (int)
                    Math.max(0, Duration.ofNanos(drainedAt - System.nanoTime()).toMillis());
        }
        return status == RUNS && fds[SHELL] == NONE ? LOOK_MILLIS : NEVER;
    }

    private static boolean isReady(MemorySegment polled, int index) {
        return polled.get(JAVA_SHORT, index * Libc.POLLFD.byteSize() + Integer.BYTES + Short.BYTES) != 0;
    }

    private void lookAtShell(MemorySegment polled) throws IOException {
        if (fds[SHELL] == NONE || isReady(polled, SHELL)) {
            status = Libc.reap(pid);
            if (status != RUNS) {
                close(SHELL);
                bytesSinceEnd = 0;
                drainedAt = System.nanoTime() + DRAIN.toNanos();
            }
        }
    }

    private void close(int index) {
        if (fds[index] != NONE) {
            Libc.close(fds[index]);
            fds[index] = NONE;
        }
    }

    private static int exitCode(int status) {
        int signal = status & 0x7f;
        return signal == 0 ? (status >> 8) & 0xff : 128 + signal;
    }
}
