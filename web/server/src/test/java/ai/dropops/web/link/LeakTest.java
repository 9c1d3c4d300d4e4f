package ai.dropops.web.link;

import static org.assertj.core.api.Assertions.assertThat;

import ai.dropops.cluster.operator.Operator.Command;
import ai.dropops.protocol.wire.FrameCodec;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.netty.buffer.ByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

class LeakTest {
    private static final int CONNECTIONS = 1000;
    private static final int AT_ONCE = 16;

    @TempDir
    Path temp;

    private final Logger netty = (Logger) LoggerFactory.getLogger(ResourceLeakDetector.class);
    private final ListAppender<ILoggingEvent> complaints = new ListAppender<>();
    private final ResourceLeakDetector.Level usual = ResourceLeakDetector.getLevel();

    @BeforeEach
    void listen() {
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
        complaints.start();
        netty.addAppender(complaints);
    }

    @AfterEach
    void stopListening() {
        netty.detachAppender(complaints);
        ResourceLeakDetector.setLevel(usual);
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdk", "boringssl"})
    void aThousandConnectionsComeAndGoAndLeaveNothing(String tls) throws Exception {
        try (var harbour = new Harbour(temp, "tls = " + tls)) {
            var host = new Host();
            var authority = harbour.keys.authority();
            SSLContext context = host.context(authority.certificate(), host.certificate(authority, Harbour.OPERATOR));
            List<TlsSocket> open = inParallel(() -> dial(harbour.port(), context));
            for (int i = 0; i < CONNECTIONS; i++) {
                harbour.attach();
            }
            assertThat(harbour.server.links()).isEqualTo(CONNECTIONS);
            inParallel(open.stream()
                    .<Callable<String>>map(socket -> () -> part(socket))
                    .toList());
            for (int i = 0; i < CONNECTIONS; i++) {
                harbour.told(Command.Detach.class);
            }
            assertThat(harbour.server.links()).isZero();
        }
        complaintsAreMade();
        assertThat(complaints.list).isEmpty();
    }

    /** Leaks are found by the collector and told with the next allocation. */
    private static void complaintsAreMade() {
        for (int i = 0; i < 5; i++) {
            System.gc();
            IntStream.range(0, 100)
                    .forEach(_ -> ByteBufAllocator.DEFAULT.buffer().release());
        }
    }

    private static TlsSocket dial(int port, SSLContext context) throws IOException {
        var socket = new TlsSocket(port, context);
        socket.send(TlsSocket.UPGRADE);
        assertThat(socket.head()).startsWith("HTTP/1.1 101");
        socket.sendFrame(FrameCodec.encode(Dialled.hello()));
        return socket;
    }

    /** Every second connection breaks off in the middle of a frame. */
    private static String part(TlsSocket socket) throws IOException {
        if (socket.hashCode() % 2 == 0) {
            socket.send(new byte[] {(byte) 0x82, (byte) 0xff, 0, 0});
        }
        socket.close();
        return "parted";
    }

    private static <T> List<T> inParallel(Callable<T> task) throws Exception {
        return inParallel(IntStream.range(0, CONNECTIONS).mapToObj(_ -> task).toList());
    }

    private static <T> List<T> inParallel(List<Callable<T>> tasks) throws Exception {
        try (var threads = Executors.newFixedThreadPool(AT_ONCE)) {
            List<Future<T>> done = threads.invokeAll(tasks);
            for (Future<T> each : done) {
                each.get();
            }
            return done.stream().map(Future::resultNow).toList();
        }
    }
}
