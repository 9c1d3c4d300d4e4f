package ai.dropops.operator.control;

import ai.dropops.protocol.action.Succession;
import ai.dropops.protocol.identity.ApiKey;
import ai.dropops.protocol.identity.DeviceLinkId;
import ai.dropops.protocol.identity.Digest;
import ai.dropops.protocol.identity.LinkToken;
import ai.dropops.protocol.identity.OperatorId;
import ai.dropops.protocol.identity.Secret;
import ai.dropops.protocol.identity.VerifyingKey;
import ai.dropops.protocol.identity.WorkspaceId;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.x509.KeyPurposeId;

/** A control plane on a loopback port: it enrols one API key or one token and accepts links, which a test then speaks on. */
public final class FakeControlPlane implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    public final Authority authority = new Authority();
    public volatile KeyPair permitKey = ed25519();
    public volatile List<Succession> successions = List.of();
    public final OperatorId operator = OperatorId.of(random(16));
    public final WorkspaceId workspace = WorkspaceId.of(random(16));
    public final ApiKey apiKey = ApiKey.of(operator, random(32));
    public final LinkToken token = LinkToken.of(DeviceLinkId.of(random(16)), random(32));
    private final Set<Secret> keys = ConcurrentHashMap.newKeySet();
    private volatile boolean tokenRevoked;
    private final AtomicInteger answersToLose = new AtomicInteger();

    private final SSLServerSocket server;
    private final Thread acceptor;
    private final BlockingQueue<FakeLink> links = new LinkedBlockingQueue<>();
    private final List<SSLSocket> sockets = new ArrayList<>();
    private final List<JsonNode> enrolments = new ArrayList<>();
    private final AtomicInteger linksToRefuse = new AtomicInteger();
    private volatile Duration certificateLife = Duration.ofDays(7);
    private volatile Duration certificateAge = Duration.ZERO;

    public FakeControlPlane() {
        try {
            server = (SSLServerSocket)
                    context().getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
        server.setEnabledProtocols(new String[] {"TLSv1.3"});
        server.setWantClientAuth(true);
        acceptor = Thread.ofPlatform().daemon().name("fake-control-plane").start(this::accept);
    }

    public String endpoint() {
        return "wss://127.0.0.1:" + server.getLocalPort();
    }

    public Digest pin() {
        try {
            return Digest.of(authority.certificate().getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    public VerifyingKey permitVerifier() {
        return VerifyingKey.of(permitKey.getPublic());
    }

    /** The next operator that dials, greeted by the test. */
    public FakeLink nextLink() throws InterruptedException {
        FakeLink link = links.poll(30, TimeUnit.SECONDS);
        if (link == null) {
            throw new AssertionError("nobody dialled within 30 s");
        }
        return link;
    }

    /** The next operator that dials, already welcomed. */
    public FakeLink nextWelcomed() throws InterruptedException {
        FakeLink link = nextLink();
        link.welcome();
        return link;
    }

    public void certificatesLive(Duration life, Duration age) {
        certificateLife = life;
        certificateAge = age;
    }

    /** Turns the next {@code count} dialling operators away. */
    public void refuseLinks(int count) {
        linksToRefuse.set(count);
    }

    public void revokeToken() {
        tokenRevoked = true;
    }

    /** Closes the next {@code count} enrolments after they were made and before they are answered. */
    public void loseAnswers(int count) {
        answersToLose.set(count);
    }

    public synchronized List<JsonNode> enrolments() {
        return List.copyOf(enrolments);
    }

    public VerifyingKey receiptKey() {
        try {
            return VerifyingKey.wrap(enrolments().getLast().get("receiptKey").binaryValue());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public byte[] sign(byte[] message) {
        return sign(permitKey, message);
    }

    public static byte[] sign(KeyPair key, byte[] message) {
        try {
            Signature ed25519 = Signature.getInstance("Ed25519");
            ed25519.initSign(key.getPrivate());
            ed25519.update(message);
            return ed25519.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    public static KeyPair ed25519() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    public static byte[] random(int size) {
        var bytes = new byte[size];
        new java.security.SecureRandom().nextBytes(bytes);
        return bytes;
    }

    /** Breaks every connection, as a crash would. */
    public synchronized void dropAll() {
        sockets.forEach(FakeControlPlane::closeQuietly);
        sockets.clear();
    }

    @Override
    public void close() {
        try {
            server.close();
            // the kernel listens on until the thread in accept() has left it
            acceptor.join();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        dropAll();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                var socket = (SSLSocket) server.accept();
                synchronized (this) {
                    sockets.add(socket);
                }
                Thread.ofPlatform().daemon().name("fake-link").start(() -> serve(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(SSLSocket socket) {
        try {
            socket.setTcpNoDelay(true);
            var in = new DataInputStream(new java.io.BufferedInputStream(socket.getInputStream(), 1 << 16));
            String request = line(in);
            Map<String, String> headers = headers(in);
            if (request.startsWith("POST /enrol ")) {
                enrol(
                        in.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0"))),
                        socket.getOutputStream());
                closeQuietly(socket);
            } else if (request.startsWith("GET /link ") && linksToRefuse.getAndDecrement() > 0) {
                respond(socket.getOutputStream(), "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n");
                closeQuietly(socket);
            } else if (request.startsWith("GET /link ")) {
                String accept = Base64.getEncoder()
                        .encodeToString(
                                sha1(headers.get("sec-websocket-key") + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"));
                respond(
                        socket.getOutputStream(),
                        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                                + "Sec-WebSocket-Protocol: dropops.v1\r\nSec-WebSocket-Accept: " + accept + "\r\n\r\n");
                var link = new FakeLink(this, socket, in);
                links.add(link);
                link.listen();
            }
        } catch (IOException e) {
            closeQuietly(socket);
        }
    }

    private void enrol(byte[] body, OutputStream out) throws IOException {
        JsonNode request = JSON.readTree(body);
        boolean known = isKnown(request);
        String answer = known
                ? enrolled(request)
                : "{\"title\":\"Refused\",\"detail\":\"This API key is not known.\","
                        + "\"advice\":\"Copy it again.\",\"code\":\"wrong-key\"}";
        if (known && answersToLose.getAndUpdate(count -> Math.max(0, count - 1)) > 0) {
            return;
        }
        String type = known ? "application/json" : "application/problem+json";
        byte[] content = answer.getBytes(StandardCharsets.UTF_8);
        respond(
                out,
                "HTTP/1.1 " + (known ? "200 OK" : "403 Forbidden") + "\r\nContent-Type: " + type
                        + "\r\nContent-Length: " + content.length + "\r\nConnection: close\r\n\r\n" + answer);
    }

    /** A token brings in the key that comes with it. */
    private boolean isKnown(JsonNode request) throws IOException {
        if (request.has("token")) {
            boolean known = !tokenRevoked
                    && token.text().reveal().equals(request.get("token").asText());
            if (known) {
                keys.add(ApiKey.of(operator, request.get("key").binaryValue()).text());
            }
            return known;
        }
        var key = new Secret(request.get("apiKey").asText());
        return key.equals(apiKey.text()) || keys.contains(key);
    }

    private String enrolled(JsonNode request) throws IOException {
        synchronized (this) {
            enrolments.add(request);
        }
        X509Certificate own = authority.certify(request.get("csr").binaryValue(), certificateLife, certificateAge);
        return JSON.createObjectNode()
                .put("operatorId", operator.value())
                .put("workspaceId", workspace.value())
                .put("certificate", Authority.pem(own))
                .put("ca", Authority.pem(authority.certificate()))
                .put("permitKeyId", permitVerifier().digest().hex())
                .put(
                        "permitKey",
                        Base64.getEncoder().encodeToString(permitVerifier().array()))
                .toString();
    }

    private SSLContext context() throws GeneralSecurityException, IOException {
        KeyPair key = Authority.p256();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        keys.load(null, null);
        Certificate[] chain = {
            authority.sign("127.0.0.1", key.getPublic(), KeyPurposeId.id_kp_serverAuth, Duration.ofDays(1)),
            authority.certificate()
        };
        keys.setKeyEntry("server", key.getPrivate(), new char[0], chain);
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, new char[0]);
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("ca", authority.certificate());
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLSv1.3");
        context.init(managers.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    private static Map<String, String> headers(DataInputStream in) throws IOException {
        var headers = new TreeMap<String, String>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(java.util.Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        return headers;
    }

    private static String line(DataInputStream in) throws IOException {
        var line = new StringBuilder();
        for (int c = in.readUnsignedByte(); c != '\n'; c = in.readUnsignedByte()) {
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    private static void respond(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    private static byte[] sha1(String text) {
        try {
            return java.security.MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.US_ASCII));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static void closeQuietly(SSLSocket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // it is gone either way
        }
    }
}
