package ai.dropops.operator.link;

import ai.dropops.protocol.wire.FrameCodec;
import java.net.http.HttpClient;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What dials a control plane, with one set of credentials. */
public final class Dialler implements AutoCloseable {
    private final Endpoints endpoints;
    private final Pace pace;
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient http;

    public Dialler(Endpoints endpoints, Credentials credentials, Proxy proxy, Pace pace) {
        this.endpoints = endpoints;
        this.pace = pace;
        this.http = Tls.authenticated(credentials, proxy, executor);
    }

    /** Dials, lets {@code talk} have the connection, and returns when it has ended. */
    public End hold(Talk talk) throws InterruptedException {
        var connection = new Connection(talk, pace);
        Duration patience = pace.greeting();
        var dialled = http.newWebSocketBuilder()
                .subprotocols(FrameCodec.SUBPROTOCOL)
                .connectTimeout(patience)
                .buildAsync(endpoints.current().link(), connection);
        try {
            dialled.get(2 * patience.toMillis(), TimeUnit.MILLISECONDS);
            return connection.awaitEnd();
        } catch (ExecutionException e) {
            return failed(e.getCause() == null ? e : e.getCause());
        } catch (TimeoutException e) {
            return new End.Lost("it does not answer");
        } finally {
            dialled.cancel(true);
            connection.abort();
            talk.ended();
        }
    }

    private static End failed(Throwable cause) {
        return cause instanceof WebSocketHandshakeException refused && refused.getResponse() != null
                ? new End.TurnedAway(refused.getResponse().statusCode())
                : new End.Lost(Failures.reason(cause));
    }

    @Override
    public void close() {
        http.shutdownNow();
        executor.shutdownNow();
    }
}
