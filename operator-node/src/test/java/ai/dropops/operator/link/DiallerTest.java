package ai.dropops.operator.link;

import static org.assertj.core.api.Assertions.assertThat;

import ai.dropops.operator.control.Authority;
import ai.dropops.operator.control.FakeControlPlane;
import ai.dropops.operator.control.FakeLink;
import ai.dropops.protocol.identity.Bytes;
import ai.dropops.protocol.identity.Fingerprint;
import ai.dropops.protocol.wire.Frame;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One connection after the other, over real TLS. */
class DiallerTest {
    private static final Pace SHORT = new Pace(Duration.ofSeconds(4), Duration.ofMillis(100), Duration.ofSeconds(1));
    /** For peers that do answer, however busy the machine is. */
    private static final Pace PATIENT = new Pace(Duration.ofSeconds(10), Duration.ofMillis(100), Duration.ofSeconds(4));

    private final FakeControlPlane plane = new FakeControlPlane();
    private final KeyPair key = Authority.p256();
    private final Mute talk = new Mute();

    @AfterEach
    void close() {
        plane.close();
    }

    @Test
    void aPeerThatFallsSilentIsLeft() throws Exception {
        try (Dialler dialler = dialler(Proxy.of(Map.of()))) {
            CompletableFuture<End> end = hold(dialler);
            FakeLink link = plane.nextWelcomed();
            link.fallSilent();
            assertThat(end.get(10, TimeUnit.SECONDS)).isEqualTo(new End.Lost("it has not been heard for 1 s"));
            assertThat(link.endsWithin(10)).isTrue();
        }
    }

    @Test
    void aPeerThatAnswersPingsIsKeptAndMeasured() throws Exception {
        try (Dialler dialler = dialler(Proxy.of(Map.of()), PATIENT)) {
            CompletableFuture<End> end = hold(dialler);
            FakeLink link = plane.nextWelcomed();
            Connection connection = talk.welcomed.get(10, TimeUnit.SECONDS);
            assertThat(connection.endsWithin(Duration.ofSeconds(5))).isFalse();
            assertThat(connection.latencyMillis()).isPositive();
            connection.leave();
            assertThat(end.get(10, TimeUnit.SECONDS)).isEqualTo(new End.Left());
            assertThat(link.endsWithin(10)).isTrue();
        }
    }

    @Test
    void aPeerThatDoesNotGreetIsLeft() throws Exception {
        try (Dialler dialler = dialler(Proxy.of(Map.of()))) {
            CompletableFuture<End> end = hold(dialler);
            plane.nextLink().hello();
            assertThat(end.get(10, TimeUnit.SECONDS)).isEqualTo(new End.Lost("it did not answer the greeting"));
        }
    }

    @Test
    void aBrokenConnectionAndAClosedPortAreToldApart() throws Exception {
        try (Dialler dialler = dialler(Proxy.of(Map.of()), PATIENT)) {
            CompletableFuture<End> end = hold(dialler);
            plane.nextWelcomed();
            plane.dropAll();
            assertThat(end.get(10, TimeUnit.SECONDS)).isInstanceOf(End.Lost.class);
            plane.close();
            assertThat(dialler.hold(talk)).isEqualTo(new End.Lost("nobody listens there"));
        }
    }

    @Test
    void aServerOfAnotherAuthorityIsNotTalkedTo() throws Exception {
        var credentials = new Credentials(key.getPrivate(), List.of(certificate()), new Authority().certificate());
        try (var dialler = new Dialler(Endpoints.parse(plane.endpoint()), credentials, Proxy.of(Map.of()), SHORT)) {
            assertThat(dialler.hold(talk))
                    .isInstanceOfSatisfying(
                            End.Lost.class, lost -> assertThat(lost.why()).contains("does not hold"));
        }
    }

    @Test
    void aProxyIsDialledThrough() throws Exception {
        var connects = new AtomicInteger();
        try (var server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Thread.ofPlatform().daemon().start(() -> proxy(server, connects));
            var proxy = Proxy.of(Map.of("HTTPS_PROXY", "http://127.0.0.1:" + server.getLocalPort()));
            try (Dialler dialler = dialler(proxy, PATIENT)) {
                CompletableFuture<End> end = hold(dialler);
                plane.nextWelcomed();
                talk.welcomed.get(10, TimeUnit.SECONDS).leave();
                assertThat(end.get(10, TimeUnit.SECONDS)).isEqualTo(new End.Left());
            }
        }
        assertThat(connects).hasValue(1);
    }

    private CompletableFuture<End> hold(Dialler dialler) {
        // a thread of its own: on two cores the common pool has one, and a connection that is held would keep it
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return dialler.hold(talk);
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                },
                Thread::startVirtualThread);
    }

    private Dialler dialler(Proxy proxy) {
        return dialler(proxy, SHORT);
    }

    private Dialler dialler(Proxy proxy, Pace pace) {
        var credentials = new Credentials(key.getPrivate(), List.of(certificate()), plane.authority.certificate());
        return new Dialler(Endpoints.parse(plane.endpoint()), credentials, proxy, pace);
    }

    private X509Certificate certificate() {
        return plane.authority.certify(CertificateRequest.der(key, "me"), Duration.ofDays(1), Duration.ZERO);
    }

    private static void proxy(ServerSocket server, AtomicInteger connects) {
        try (Socket client = server.accept()) {
            var request = new StringBuilder();
            while (!request.toString().endsWith("\r\n\r\n")) {
                request.append((char) client.getInputStream().read());
            }
            String target = request.substring("CONNECT ".length(), request.indexOf(" HTTP/"));
            int colon = target.lastIndexOf(':');
            try (var far = new Socket(target.substring(0, colon), Integer.parseInt(target.substring(colon + 1)))) {
                connects.incrementAndGet();
                client.getOutputStream().write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                Thread back = Thread.ofPlatform().daemon().start(() -> copy(far, client));
                copy(client, far);
                back.join();
            }
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void copy(Socket from, Socket to) {
        try {
            InputStream in = from.getInputStream();
            in.transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An operator that only greets. */
    private static final class Mute implements Talk {
        private final CompletableFuture<Connection> welcomed = new CompletableFuture<>();

        @Override
        public Frame.Hello hello() {
            return new Frame.Hello(
                    List.of(1),
                    Instant.now(),
                    Bytes.wrap(FakeControlPlane.random(32)),
                    Fingerprint.of("", "", "", 1, ""),
                    0,
                    "test");
        }

        @Override
        public void welcomed(Frame.Welcome welcome, Connection connection) {
            welcomed.complete(connection);
        }

        @Override
        public void received(Frame.FromControlPlane frame, Connection connection) {
            throw new AssertionError("nothing is sent");
        }

        @Override
        public void ended() {
            // nothing to give back
        }
    }
}
