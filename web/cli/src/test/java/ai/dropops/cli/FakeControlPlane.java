package ai.dropops.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;

/** A control plane that answers by script, over a real socket. */
public final class FakeControlPlane implements AutoCloseable {
    /** One request as it came. */
    public record Received(String request, String body, Map<String, List<String>> headers) {
        public String header(String name) {
            return headers.getOrDefault(name, List.of("")).getFirst();
        }
    }

    /** What one request is answered with. */
    public interface Answer {
        void to(HttpExchange exchange) throws IOException;
    }

    private final HttpServer server;
    private final Map<String, Deque<Answer>> answers = new HashMap<>();
    private final List<Received> received = new ArrayList<>();

    public FakeControlPlane() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/api/v1", this::handle);
        server.start();
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Answers {@code request}, such as {@code GET /status}; several answers in turn, the last one for ever. */
    public FakeControlPlane on(String request, Answer... inTurn) {
        answers.put(request, new ArrayDeque<>(List.of(inTurn)));
        return this;
    }

    public FakeControlPlane on(String request, String json) {
        return on(request, status(200, json));
    }

    public static Answer status(int status, String json) {
        return exchange -> {
            byte[] body = json.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        };
    }

    public static Answer problem(int status, String code, String detail, String advice) {
        return status(
                status,
                "{\"type\":\"urn:x\",\"title\":\"x\",\"status\":%d,\"detail\":\"%s\",\"code\":\"%s\",\"advice\":\"%s\"}"
                        .formatted(status, detail, code, advice));
    }

    public static Answer bytes(byte[] bytes) {
        return exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(bytes);
        };
    }

    /** Events one after the other, then the end of the answer. */
    public static Answer events(String... events) {
        return exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
            exchange.sendResponseHeaders(200, 0);
            OutputStream out = exchange.getResponseBody();
            out.write(": heartbeat\n\n".getBytes(StandardCharsets.UTF_8));
            for (String event : events) {
                out.write(event.getBytes(StandardCharsets.UTF_8));
                out.flush();
            }
        };
    }

    public static String event(String name, String id, String json) {
        return (id.isEmpty() ? "" : "id: " + id + "\n") + "event: " + name + "\ndata: " + json + "\n\n";
    }

    public static String output(String execution, String stream, long offset, String text, String id) {
        String data = Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
        return event(
                "output",
                id,
                "{\"executionId\":\"%s\",\"stream\":\"%s\",\"offset\":%d,\"data\":\"%s\"}"
                        .formatted(execution, stream, offset, data));
    }

    /** Every request so far whose method and path begin with {@code start}. */
    public synchronized List<Received> received(String start) {
        return received.stream().filter(it -> it.request().startsWith(start)).toList();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().toString().substring("/api/v1".length());
            String request = exchange.getRequestMethod() + " " + path;
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            answer(new Received(request, body, exchange.getRequestHeaders())).to(exchange);
        }
    }

    private synchronized Answer answer(Received request) {
        received.add(request);
        if (!request.header("Authorization").equals("Bearer secret")) {
            return problem(401, "sign-in-needed", "This needs a sign-in.", "");
        }
        var inTurn = answers.get(request.request());
        if (inTurn == null) {
            return problem(404, "not-found", "There is no such thing as " + request.request(), "");
        }
        return inTurn.size() > 1 ? inTurn.removeFirst() : inTurn.getFirst();
    }
}
