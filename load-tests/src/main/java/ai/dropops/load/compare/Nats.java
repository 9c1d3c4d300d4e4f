package ai.dropops.load.compare;

import ai.dropops.load.stage.Await;
import ai.dropops.load.stage.Ports;
import ai.dropops.load.stage.Running;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A NATS server on the loopback that demands TLS, subscribers that answer every request, and one that asks them all: the fastest
 * known way to reach many at once, without permits, records or proof of who answered.
 */
public final class Nats implements AutoCloseable {
    private static final Path SERVER = Path.of("/usr/sbin/nats-server");
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final Running server;
    private final MultiThreadIoEventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    private final AtomicInteger ready = new AtomicInteger();
    private final AtomicInteger answers = new AtomicInteger();
    private final int subscribers;
    private final Channel asker;

    private Nats(Path folder, int subscribers) throws IOException {
        this.subscribers = subscribers;
        int port = Ports.free();
        certificate(folder);
        Files.writeString(folder.resolve("nats.conf"), """
                listen: "127.0.0.1:%d"
                max_connections: 100000
                tls { cert_file: "%s/nats.pem", key_file: "%s/nats.key", timeout: 60 }
                """.formatted(port, folder, folder));
        server = Running.start(
                "nats-server",
                List.of(SERVER.toString(), "-c", folder.resolve("nats.conf").toString()),
                folder,
                folder.resolve("nats.log"),
                Map.of());
        Await.until("nats-server listens", () -> server.log().contains("Server is ready"));
        SslContext tls = SslContextBuilder.forClient()
                .trustManager(folder.resolve("nats.pem").toFile())
                .endpointIdentificationAlgorithm("")
                .build();
        for (int i = 0; i < subscribers; i++) {
            dial(port, tls, NatsClient.subscriber(ready::incrementAndGet));
        }
        Await.until("every subscriber has subscribed", LIMIT, () -> ready.get() == subscribers);
        asker = dial(port, tls, NatsClient.asker(ready::incrementAndGet, answers::incrementAndGet));
        Await.until("the asker has subscribed", () -> ready.get() == subscribers + 1);
    }

    public static boolean isInstalled() {
        return Files.isExecutable(SERVER);
    }

    /** A server with {@code subscribers} of them, all subscribed. */
    public static Nats start(Path folder, int subscribers) throws IOException {
        return new Nats(Files.createDirectories(folder), subscribers);
    }

    /** From sending one request to the last answer. */
    public Duration broadcast() {
        answers.set(0);
        long begun = System.nanoTime();
        var _ = asker.writeAndFlush(NatsClient.request());
        while (answers.get() < subscribers) {
            if (System.nanoTime() - begun > LIMIT.toNanos()) {
                throw new IllegalStateException("NATS brought " + answers.get() + " of " + subscribers + " answers");
            }
            Thread.onSpinWait();
        }
        return Duration.ofNanos(System.nanoTime() - begun);
    }

    private Channel dial(int port, SslContext tls, NatsClient client) {
        return new Bootstrap()
                .group(loops)
                .channel(EpollSocketChannel.class)
                .handler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        channel.pipeline().addLast(client.speaking(tls));
                    }
                })
                .connect("127.0.0.1", port)
                .syncUninterruptibly()
                .channel();
    }

    private static void certificate(Path folder) throws IOException {
        var command = new ArrayList<>(List.of("openssl", "req", "-x509", "-newkey", "ec", "-nodes", "-days", "2"));
        command.addAll(List.of("-pkeyopt", "ec_paramgen_curve:prime256v1", "-subj", "/CN=nats"));
        command.addAll(List.of("-keyout", "nats.key", "-out", "nats.pem"));
        var made = Running.start("openssl", command, folder, folder.resolve("openssl.log"), Map.of());
        if (made.awaitEnd(Duration.ofSeconds(20)) != 0) {
            throw new IOException(made.log());
        }
    }

    @Override
    public void close() {
        loops.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
        server.close();
    }
}
