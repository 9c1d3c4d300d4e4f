package ai.dropops.operator.link;

import ai.dropops.protocol.wire.Frame;
import ai.dropops.protocol.wire.FrameCodec;
import ai.dropops.protocol.wire.MalformedFrame;
import java.io.ByteArrayOutputStream;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One connection to the control plane, from the greeting to its end. */
public final class Connection implements WebSocket.Listener {
    private static final Logger LOG = LoggerFactory.getLogger(Connection.class);
    private static final Duration FAREWELL = Duration.ofSeconds(2);
    private static final double NEVER = -1;

    private final Talk talk;
    private final Pace pace;
    private final Outbox outbox = new Outbox();
    private final CompletableFuture<End> end = new CompletableFuture<>();
    private final CompletableFuture<Frame.Welcome> welcomed = new CompletableFuture<>();
    private final ByteArrayOutputStream partial = new ByteArrayOutputStream();
    private volatile @Nullable WebSocket socket;
    private volatile boolean leaving;
    private volatile long heardAt = System.nanoTime();
    private volatile double latencyMillis = NEVER;

    Connection(Talk talk, Pace pace) {
        this.talk = talk;
        this.pace = pace;
    }

    /** Sends a word of the operator, before any output that waits; false when the connection has ended. */
    public boolean say(Frame.FromOperator frame) {
        try {
            return outbox.word(FrameCodec.encode(frame));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Sends a piece of output, waiting while the socket is busy; false when the connection has ended. */
    public boolean pass(Frame.FromOperator output) throws InterruptedException {
        return outbox.output(FrameCodec.encode(output));
    }

    /** The last round trip, -1 when there was none. */
    public double latencyMillis() {
        return latencyMillis;
    }

    /** Waits for the connection's end, at most this long; whether it has ended. */
    public boolean endsWithin(Duration patience) throws InterruptedException {
        try {
            end.get(patience.toNanos(), TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            return true;
        }
    }

    /** Ends the connection at once. */
    public void drop(String why) {
        lose(why);
    }

    /** Ends the connection when everything has been said. */
    public void leave() throws InterruptedException {
        outbox.awaitSaid(FAREWELL.toMillis());
        leaving = true;
        WebSocket open = socket;
        if (open != null && !end.isDone()) {
            try {
                open.sendClose(WebSocket.NORMAL_CLOSURE, "").get(FAREWELL.toMillis(), TimeUnit.MILLISECONDS);
            } catch (ExecutionException | TimeoutException e) {
                LOG.debug("the farewell was not heard: {}", e.getMessage());
            }
        }
        end.complete(new End.Left());
    }

    End awaitEnd() throws InterruptedException {
        try {
            return end.get();
        } catch (ExecutionException e) {
            return new End.Lost(Failures.reason(e));
        } finally {
            outbox.close();
        }
    }

    void abort() {
        outbox.close();
        end.complete(new End.Left());
        WebSocket open = socket;
        if (open != null) {
            open.abort();
        }
    }

    @Override
    public void onOpen(WebSocket webSocket) {
        socket = webSocket;
        heardAt = System.nanoTime();
        Thread.ofVirtual().name("send").start(() -> sendAll(webSocket));
        Thread.ofVirtual().name("pulse").start(() -> watch(webSocket));
        say(talk.hello());
        webSocket.request(1);
    }

    @Override
    public @Nullable CompletionStage<?> onBinary(WebSocket webSocket, ByteBuffer data, boolean last) {
        heardAt = System.nanoTime();
        if (partial.size() + data.remaining() > FrameCodec.MAX_FRAME) {
            lose("it sent a frame that is too large");
            return null;
        }
        var bytes = new byte[data.remaining()];
        data.get(bytes);
        partial.writeBytes(bytes);
        if (last) {
            byte[] frame = partial.toByteArray();
            partial.reset();
            hear(frame);
        }
        webSocket.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
        lose("it sent text");
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onPing(WebSocket webSocket, ByteBuffer message) {
        heardAt = System.nanoTime();
        webSocket.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onPong(WebSocket webSocket, ByteBuffer message) {
        heardAt = System.nanoTime();
        if (message.remaining() == Long.BYTES) {
            latencyMillis = (heardAt - message.getLong()) / 1e6;
        }
        webSocket.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
        lose("it closed the connection (" + statusCode + (reason.isEmpty() ? "" : ", " + reason) + ")");
        return null;
    }

    @Override
    public void onError(WebSocket webSocket, Throwable error) {
        lose(Failures.reason(error));
    }

    private void hear(byte[] bytes) {
        try {
            switch (FrameCodec.decode(bytes)) {
                case Frame.Goodbye goodbye -> end.complete(new End.Dismissed(goodbye));
                case Frame.Welcome welcome
                when !welcomed.isDone() && welcome.version() == FrameCodec.VERSION -> {
                    welcomed.complete(welcome);
                    talk.welcomed(welcome, this);
                }
                case Frame.Welcome _ -> lose("it sent a welcome that was not asked for");
                case Frame.FromControlPlane frame when welcomed.isDone() -> talk.received(frame, this);
                case Frame.FromControlPlane _ -> lose("it did not answer the greeting");
                case Frame.FromOperator _ -> lose("it sent what only an operator sends");
            }
        } catch (MalformedFrame e) {
            lose("it sent something that is no frame");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.error("a frame could not be dealt with", e);
        }
    }

    private void sendAll(WebSocket open) {
        try {
            Optional<byte[]> frame = outbox.take();
            while (frame.isPresent()) {
                open.sendBinary(ByteBuffer.wrap(frame.get()), true).get();
                frame = outbox.take();
            }
        } catch (ExecutionException e) {
            lose(Failures.reason(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Sees to it that a dead peer is noticed: a socket alone can stay silent for hours. */
    private void watch(WebSocket open) {
        try {
            awaitGreeting();
            while (!end.isDone()) {
                if (System.nanoTime() - heardAt > pace.silence().toNanos()) {
                    lose("it has not been heard for " + pace.silence().toSeconds() + " s");
                } else {
                    var _ = open.sendPing(ByteBuffer.allocate(Long.BYTES)
                            .putLong(System.nanoTime())
                            .flip());
                    endsWithin(pace.ping());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void awaitGreeting() throws InterruptedException {
        try {
            CompletableFuture.anyOf(welcomed, end).get(pace.greeting().toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            lose("it did not answer the greeting");
        } catch (ExecutionException e) {
            lose(Failures.reason(e));
        }
    }

    private void lose(String why) {
        // the peer may hang up before our own farewell has returned
        end.complete(leaving ? new End.Left() : new End.Lost(why));
    }
}
