package ai.dropops.web.link;

import ai.dropops.protocol.identity.Bytes;
import ai.dropops.protocol.identity.Digest;
import ai.dropops.protocol.identity.Fingerprint;
import ai.dropops.protocol.wire.Frame;
import ai.dropops.protocol.wire.FrameCodec;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** An operator's end of a link: the JDK's WebSocket, frames in a queue. */
final class Dialled implements WebSocket.Listener, AutoCloseable {
    static final Bytes CHALLENGE = Bytes.wrap(new byte[32]);
    static final Fingerprint MACHINE = new Fingerprint(Digest.of(new byte[] {7}));

    private final LinkedBlockingQueue<Frame> frames = new LinkedBlockingQueue<>();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final ByteArrayOutputStream partial = new ByteArrayOutputStream();
    private final HttpClient client;
    private final WebSocket socket;

    Dialled(int port, SSLContext tls) {
        client = HttpClient.newBuilder().sslContext(tls).build();
        socket = client.newWebSocketBuilder()
                .subprotocols(FrameCodec.SUBPROTOCOL)
                .connectTimeout(Duration.ofSeconds(20))
                .buildAsync(URI.create("wss://127.0.0.1:" + port + "/link"), this)
                .join();
    }

    static Frame.Hello hello() {
        return hello(Instant.now(), FrameCodec.VERSION);
    }

    static Frame.Hello hello(Instant time, int version) {
        return new Frame.Hello(List.of(version), time, CHALLENGE, MACHINE, 0, "test");
    }

    void send(Frame frame) {
        sendRaw(FrameCodec.encode(frame));
    }

    void sendRaw(byte[] bytes) {
        socket.sendBinary(ByteBuffer.wrap(bytes), true).join();
    }

    void sendText(String text) {
        socket.sendText(text, true).join();
    }

    void sendPart(byte[] bytes, boolean last) {
        socket.sendBinary(ByteBuffer.wrap(bytes), last).join();
    }

    /** The next frame, which has to be of {@code type}. */
    <F extends Frame> F expect(Class<F> type) throws InterruptedException {
        @Nullable Frame frame = frames.poll(Harbour.PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        if (!type.isInstance(frame)) {
            throw new AssertionError("expected " + type.getSimpleName() + ", got " + frame);
        }
        return type.cast(frame);
    }

    @Nullable
    Frame frameWithin(Duration time) throws InterruptedException {
        return frames.poll(time.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** The last frame before the connection ended. */
    Frame lastFrame() {
        closed.orTimeout(Harbour.PATIENCE.toMillis(), TimeUnit.MILLISECONDS).join();
        return List.copyOf(frames).getLast();
    }

    Frame.Goodbye goodbye() throws InterruptedException {
        var goodbye = expect(Frame.Goodbye.class);
        closed.orTimeout(Harbour.PATIENCE.toMillis(), TimeUnit.MILLISECONDS).join();
        return goodbye;
    }

    CompletableFuture<Integer> closed() {
        return closed;
    }

    @Override
    public @Nullable CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
        var bytes = new byte[data.remaining()];
        data.get(bytes);
        partial.writeBytes(bytes);
        if (last) {
            frames.add(FrameCodec.decode(partial.toByteArray()));
            partial.reset();
        }
        from.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        closed.complete(code);
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        closed.complete(-1);
    }

    @Override
    public void close() {
        socket.abort();
        client.shutdownNow();
    }
}
