package ai.dropops.load.stage;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/** A TCP relay to a loopback port that counts every byte it passes on, and knows nothing of what they mean. */
public final class CountingRelay implements AutoCloseable {
    private static final int BUFFER = 64 * 1024;

    private final ServerSocket listener;
    private final int target;
    private final List<Passage> passages = new CopyOnWriteArrayList<>();

    private static final class Passage {
        private final Socket dialled;
        private final AtomicLong up = new AtomicLong();
        private final AtomicLong down = new AtomicLong();
        private volatile boolean open = true;

        Passage(Socket dialled) {
            this.dialled = dialled;
        }
    }

    /** Relays to {@code target} on loopback. */
    public CountingRelay(int target) {
        this.target = target;
        try {
            listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    public int port() {
        return listener.getLocalPort();
    }

    /** Bytes dialled in on connections that are open. */
    public long up() {
        return passages.stream()
                .filter(passage -> passage.open)
                .mapToLong(passage -> passage.up.get())
                .sum();
    }

    /** Bytes answered on connections that are open. */
    public long down() {
        return passages.stream()
                .filter(passage -> passage.open)
                .mapToLong(passage -> passage.down.get())
                .sum();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket dialled = listener.accept();
                Thread.ofVirtual().start(() -> relay(dialled));
            } catch (IOException _) {
                return; // closed
            }
        }
    }

    private void relay(Socket dialled) {
        var passage = new Passage(dialled);
        passages.add(passage);
        try (dialled;
                var onward = new Socket(InetAddress.getLoopbackAddress(), target)) {
            dialled.setTcpNoDelay(true);
            onward.setTcpNoDelay(true);
            Thread back = Thread.ofVirtual().start(() -> pass(onward, dialled, passage.down));
            pass(dialled, onward, passage.up);
            back.join();
        } catch (IOException _) {
            // one side went away
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            passage.open = false;
        }
    }

    private static void pass(Socket from, Socket to, AtomicLong count) {
        var buffer = new byte[BUFFER];
        try (InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                count.addAndGet(read);
                out.write(buffer, 0, read);
            }
        } catch (IOException _) {
            // the other side went away
        }
    }

    @Override
    public void close() {
        try {
            listener.close();
            for (Passage passage : passages) {
                passage.dialled.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
