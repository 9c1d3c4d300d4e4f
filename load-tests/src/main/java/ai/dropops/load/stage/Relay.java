package ai.dropops.load.stage;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** A TCP link that counts what it passes on, knows nothing of what that means, and can be slowed, stalled and cut. */
public final class Relay implements AutoCloseable {
    private static final int PIECE = 16 * 1024;
    private static final Duration SLOWNESS = Duration.ofMillis(150);
    private static final Duration STALL_LOOK = Duration.ofMillis(20);
    private static final Duration CONNECT = Duration.ofSeconds(5);

    private final ServerSocket door;
    private final InetSocketAddress target;
    private final Set<Passage> open = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private volatile State state = State.CLEAR;

    /** How the link is. */
    public enum State {
        CLEAR,
        /** Every piece of at most 16 KB arrives 150 ms later, one after the other. */
        SLOW,
        /** Nothing arrives, nothing is lost, and nobody is told. */
        STALLED,
        /** Every connection is reset, and none is let in. */
        CUT
    }

    /** One connection, and the bytes that were dialled in and answered on it. */
    private record Passage(Socket near, Socket far, AtomicLong up, AtomicLong down) {
        Passage(Socket near) {
            this(near, new Socket(), new AtomicLong(), new AtomicLong());
        }

        void reset() {
            Relay.reset(near);
            Relay.reset(far);
        }
    }

    private Relay(ServerSocket door, InetSocketAddress target) {
        this.door = door;
        this.target = target;
    }

    /** A link from a port of its own on {@code host} to {@code target}. */
    public static Relay open(String host, int port, InetSocketAddress target) {
        try {
            var relay = new Relay(new ServerSocket(port, 1024, InetAddress.ofLiteral(host)), target);
            relay.threads.execute(relay::letIn);
            return relay;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return door.getLocalPort();
    }

    public void become(State wanted) {
        state = wanted;
        if (wanted == State.CUT) {
            open.forEach(Passage::reset);
        }
    }

    /** Bytes dialled in on the connections that are open. */
    public long up() {
        return open.stream().mapToLong(passage -> passage.up().get()).sum();
    }

    /** Bytes answered on the connections that are open. */
    public long down() {
        return open.stream().mapToLong(passage -> passage.down().get()).sum();
    }

    private void letIn() {
        while (!door.isClosed()) {
            try {
                Socket near = door.accept();
                threads.execute(() -> join(near));
            } catch (IOException _) {
                // closed, or one connection that did not come about
            }
        }
    }

    private void join(Socket near) {
        var passage = new Passage(near);
        open.add(passage);
        try (near;
                var far = passage.far()) {
            if (state == State.CUT) {
                return;
            }
            far.connect(target, (int) CONNECT.toMillis());
            near.setTcpNoDelay(true);
            far.setTcpNoDelay(true);
            var back = threads.submit(() -> pump(far, near, passage.down()));
            pump(near, far, passage.up());
            back.get();
        } catch (Exception _) {
            // one end is gone, and so is the other
        } finally {
            open.remove(passage);
        }
    }

    private void pump(Socket from, Socket to, AtomicLong count) {
        var piece = new byte[PIECE];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
                count.addAndGet(read);
                linger();
                out.write(piece, 0, read);
            }
        } catch (IOException _) {
            // said by closing both
        }
        reset(from);
        reset(to);
    }

    private void linger() {
        if (state == State.SLOW) {
            LockSupport.parkNanos(SLOWNESS.toNanos());
        }
        while (state == State.STALLED && !door.isClosed()) {
            LockSupport.parkNanos(STALL_LOOK.toNanos());
        }
    }

    private static void reset(Socket socket) {
        try {
            socket.close();
        } catch (IOException _) {
            // it is closed all the same
        }
    }

    @Override
    public void close() {
        try {
            door.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        open.forEach(Passage::reset);
        threads.shutdownNow();
    }
}
