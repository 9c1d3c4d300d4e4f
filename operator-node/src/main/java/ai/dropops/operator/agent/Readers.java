package ai.dropops.operator.agent;

import ai.dropops.operator.link.Connection;
import ai.dropops.operator.vault.Cursor;
import ai.dropops.operator.vault.Piece;
import ai.dropops.operator.vault.Spool;
import ai.dropops.protocol.identity.ExecutionId;
import ai.dropops.protocol.wire.Frame;
import ai.dropops.protocol.wire.Frame.OutputEnd.Reason;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The readers one connection has open on recorded output, each sent no more than it has credit for. */
final class Readers {
    private static final Logger LOG = LoggerFactory.getLogger(Readers.class);
    private static final int MAX_READERS = 64;
    private static final int MAX_CREDIT = 1024;

    private final Spool spool;
    private final Predicate<ExecutionId> mayBeRead;
    private final Connection connection;
    private final Map<Long, Reader> open = new ConcurrentHashMap<>();

    /** One reader: what it may still be sent, and the thread that sends it. */
    private record Reader(Semaphore credit, Thread thread) {}

    /** @param mayBeRead of which executions the control plane is told what they printed */
    Readers(Spool spool, Predicate<ExecutionId> mayBeRead, Connection connection) {
        this.spool = spool;
        this.mayBeRead = mayBeRead;
        this.connection = connection;
    }

    void read(Frame.Read read) {
        close(read.reader());
        if (!mayBeRead.test(read.execution())) {
            connection.say(new Frame.OutputEnd(read.reader(), Reason.WITHHELD));
            return;
        }
        if (open.size() >= MAX_READERS) {
            connection.say(new Frame.OutputEnd(read.reader(), Reason.TOO_MANY_READERS));
            return;
        }
        var credit = new Semaphore(0);
        Thread thread = Thread.ofVirtual().name("reader-" + read.reader()).unstarted(() -> serve(read, credit));
        open.put(read.reader(), new Reader(credit, thread));
        grant(credit, read.credit());
        thread.start();
    }

    void credit(Frame.Credit credit) {
        Optional.ofNullable(open.get(credit.reader())).ifPresent(reader -> grant(reader.credit(), credit.frames()));
    }

    void close(long reader) {
        Optional.ofNullable(open.remove(reader)).ifPresent(gone -> gone.thread().interrupt());
    }

    void closeAll() {
        open.keySet().forEach(this::close);
    }

    private void serve(Frame.Read read, Semaphore credit) {
        try {
            Optional<Cursor> found = spool.read(read.execution(), read.stdoutOffset(), read.stderrOffset());
            if (found.isEmpty()) {
                connection.pass(new Frame.OutputEnd(read.reader(), Reason.UNKNOWN_EXECUTION));
                return;
            }
            try (Cursor cursor = found.get()) {
                copy(read.reader(), cursor, credit);
            }
        } catch (IOException e) {
            LOG.error("recorded output cannot be opened: {}", e.getMessage());
            connection.say(new Frame.OutputEnd(read.reader(), Reason.FAILED));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed by the control plane, which wants to hear no more
        } finally {
            open.computeIfPresent(
                    read.reader(), (_, reader) -> reader.thread().equals(Thread.currentThread()) ? null : reader);
        }
    }

    /** Sends everything there is and will be, and its end after it. */
    private void copy(long reader, Cursor cursor, Semaphore credit) throws InterruptedException {
        Frame.FromOperator frame;
        do {
            frame = next(reader, cursor);
            if (!(frame instanceof Frame.OutputEnd)) {
                credit.acquire();
            }
        } while (connection.pass(frame) && !(frame instanceof Frame.OutputEnd));
    }

    private static Frame.FromOperator next(long reader, Cursor cursor) throws InterruptedException {
        try {
            return switch (cursor.next()) {
                case Piece.Data(var stream, long offset, var bytes) -> new Frame.Output(reader, stream, offset, bytes);
                case Piece.Gap(var stream, long from, long to) -> new Frame.Gap(reader, stream, from, to);
                case Piece.End _ -> new Frame.OutputEnd(reader, Reason.COMPLETE);
            };
        } catch (ClosedByInterruptException e) {
            throw new InterruptedException(e.getMessage());
        } catch (IOException e) {
            LOG.error("recorded output cannot be read: {}", e.getMessage());
            return new Frame.OutputEnd(reader, Reason.FAILED);
        }
    }

    private static void grant(Semaphore credit, int frames) {
        credit.release(Math.clamp(frames, 0, MAX_CREDIT - Math.min(MAX_CREDIT, credit.availablePermits())));
    }
}
