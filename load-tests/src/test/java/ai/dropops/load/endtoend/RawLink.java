package ai.dropops.load.endtoend;

import ai.dropops.load.swarm.Endpoint;
import ai.dropops.load.swarm.Identity;
import ai.dropops.load.swarm.PinnedServer;
import ai.dropops.protocol.action.Confinement;
import ai.dropops.protocol.identity.Bytes;
import ai.dropops.protocol.wire.Frame;
import ai.dropops.protocol.wire.FrameCodec;
import ai.dropops.protocol.wire.HostReport;
import ai.dropops.protocol.wire.Metrics;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/** An operator's socket in the hands of a test: any bytes can be sent, and every frame that comes back is seen. */
final class RawLink implements AutoCloseable {
    private static final int LIMIT_SECONDS = 20;
    private static final char[] NO_PASSWORD = new char[0];

    private final HttpClient http;
    private final WebSocket socket;
    private final BlockingQueue<Frame> received = new LinkedBlockingQueue<>();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();

    private RawLink(HttpClient http, Endpoint endpoint) {
        this.http = http;
        this.socket = http.newWebSocketBuilder()
                .subprotocols(FrameCodec.SUBPROTOCOL)
                .buildAsync(endpoint.link(), new Ear())
                .join();
    }

    /** A link that has not said hello; a CompletionException when the handshake is refused. */
    static RawLink open(Endpoint endpoint, PinnedServer server, Identity identity) {
        return new RawLink(client(server, keys(identity)), endpoint);
    }

    /** A dial without any certificate. */
    static RawLink openWithoutCertificate(Endpoint endpoint, PinnedServer server) {
        return new RawLink(client(server, new KeyManager[0]), endpoint);
    }

    static Frame.Hello hello(Identity identity, Instant time) {
        return new Frame.Hello(
                List.of(FrameCodec.VERSION), time, Bytes.wrap(new byte[32]), identity.fingerprint(), 0, "test");
    }

    static Frame.Beat beat() {
        return new Frame.Beat(
                Frame.Beat.Kind.BOOTSTRAP,
                new HostReport(
                        new HostReport.Machine("raw", "linux", "amd64", "/", "ops", 2, 2048),
                        List.of(),
                        new HostReport.OsDetails("6.1.0", "debian", "12"),
                        new HostReport.User("ops", 1000, 1000, "/home/ops", "Ops", "/bin/bash"),
                        new HostReport.Environment("C.UTF-8", "UTC", "", false, "", List.of(), "systemd"),
                        new HostReport.Capabilities(true, true, false, Confinement.NONE),
                        "test"),
                new Metrics(1, 2, 3, 4, 5, 6, 7, 8, 9, 10));
    }

    void send(Frame frame) {
        send(FrameCodec.encode(frame));
    }

    void send(byte[] bytes) {
        socket.sendBinary(ByteBuffer.wrap(bytes), true).join();
    }

    /** The next frame, or none when the socket closes before one comes. */
    Optional<Frame> next() throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        while (System.nanoTime() < end) {
            Frame frame = received.poll(20, TimeUnit.MILLISECONDS);
            if (frame != null) {
                return Optional.of(frame);
            }
            if (closed.isDone() && received.isEmpty()) {
                return Optional.empty();
            }
        }
        throw new AssertionError("neither a frame nor an end within " + LIMIT_SECONDS + " s");
    }

    /** Waits until the other side has closed the socket. */
    void awaitClosed() throws Exception {
        closed.get(LIMIT_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        socket.abort();
        http.shutdownNow();
    }

    private final class Ear implements WebSocket.Listener {
        private final ByteArrayOutputStream parts = new ByteArrayOutputStream();

        @Override
        public CompletionStage<?> onBinary(WebSocket webSocket, ByteBuffer data, boolean last) {
            var bytes = new byte[data.remaining()];
            data.get(bytes);
            parts.writeBytes(bytes);
            if (last) {
                received.add(FrameCodec.decode(parts.toByteArray()));
                parts.reset();
            }
            webSocket.request(1);
            return CompletableFuture.completedStage(true);
        }

        @Override
        public CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
            closed.complete(statusCode);
            return CompletableFuture.completedStage(true);
        }

        @Override
        public void onError(WebSocket webSocket, Throwable error) {
            closed.complete(1006);
        }
    }

    private static HttpClient client(PinnedServer server, KeyManager[] keys) {
        try {
            var context = SSLContext.getInstance("TLSv1.3");
            context.init(keys, new TrustManager[] {server}, null);
            return HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .sslContext(context)
                    .build();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyManager[] keys(Identity identity) {
        try {
            var certificates = CertificateFactory.getInstance("X.509")
                    .generateCertificates(
                            new ByteArrayInputStream(identity.certificate().getBytes(StandardCharsets.US_ASCII)))
                    .toArray(Certificate[]::new);
            var key = KeyFactory.getInstance("EC")
                    .generatePrivate(new PKCS8EncodedKeySpec(identity.tlsKey().array()));
            var store = KeyStore.getInstance("PKCS12");
            store.load(null, NO_PASSWORD);
            store.setKeyEntry("operator", key, NO_PASSWORD, certificates);
            var factory = KeyManagerFactory.getInstance("PKIX");
            factory.init(store, NO_PASSWORD);
            return factory.getKeyManagers();
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
