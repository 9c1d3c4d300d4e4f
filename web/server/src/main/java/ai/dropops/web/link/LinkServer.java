package ai.dropops.web.link;

import ai.dropops.persistence.schema.StartupRefused;
import ai.dropops.persistence.traffic.Traffic;
import ai.dropops.protocol.guard.HostFacts.Kind;
import ai.dropops.protocol.identity.ApiKey;
import ai.dropops.protocol.identity.Digest;
import ai.dropops.protocol.identity.LinkToken;
import ai.dropops.protocol.wire.Frame.Goodbye;
import ai.dropops.web.auth.Problem;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.typed.Props;

/** The listener operators dial. */
public final class LinkServer {
    private static final int HEADER_LIMIT = 8192;
    private static final int LINE_LIMIT = 2048;
    private static final int QUIET_MILLIS = 0;
    private static final int PATIENCE_MILLIS = 2000;

    private final Channel listener;
    private final EventLoopGroup acceptor;
    private final EventLoopGroup workers;
    private final ChannelGroup sockets;
    private final DropScript script;

    private LinkServer(
            Channel listener,
            EventLoopGroup acceptor,
            EventLoopGroup workers,
            ChannelGroup sockets,
            DropScript script) {
        this.listener = listener;
        this.acceptor = acceptor;
        this.workers = workers;
        this.sockets = sockets;
        this.script = script;
    }

    /**
     * Listens on {@code address}; {@link StartupRefused} when that cannot be had.
     *
     * @param names the host names and addresses the server's certificate is made out to
     */
    public static LinkServer start(
            Surroundings surroundings, LinkSettings settings, InetSocketAddress address, List<String> names) {
        var keys = surroundings.keys();
        var certificates =
                new Certificates(keys.authority(), settings.enrolment().term(), surroundings.clock());
        var shared = new Link.Shared(
                surroundings,
                settings,
                certificates,
                new Handovers(surroundings.records(), surroundings.blocking(), settings.handovers()),
                keys.permits().successions());
        var script = new DropScript(
                Digest.of(keys.server().getPublic().getEncoded()),
                Digest.of(Pem.der(keys.authority().certificate())));
        var sockets = new DefaultChannelGroup("links", GlobalEventExecutor.INSTANCE);
        var reception = new Reception(
                shared,
                new Enrolling(surroundings, certificates, settings.enrolment()),
                script,
                surroundings.system().systemActorOf(Links.create(shared), "links-" + address.getPort(), Props.empty()),
                sockets);
        SslContext tls = ServerTls.context(
                keys, settings.tls(), names, surroundings.clock().instant());

        var acceptor = new MultiThreadIoEventLoopGroup(1, ioHandler());
        var workers = new MultiThreadIoEventLoopGroup(settings.threads(), ioHandler());
        var bind = new ServerBootstrap()
                .group(acceptor, workers)
                .channel(channelType())
                .option(ChannelOption.SO_BACKLOG, settings.backlog())
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(
                        ChannelOption.WRITE_BUFFER_WATER_MARK,
                        new WriteBufferWaterMark(settings.unsentLimit() / 2, settings.unsentLimit()))
                .childHandler(new Entry(settings, tls, surroundings.traffic(), reception))
                .bind(address)
                .awaitUninterruptibly();
        if (!bind.isSuccess()) {
            var _ = acceptor.shutdownGracefully();
            var _ = workers.shutdownGracefully();
            throw refused(address, bind.cause());
        }
        return new LinkServer(bind.channel(), acceptor, workers, sockets, script);
    }

    /** The port that is listened on. */
    public int port() {
        return ((InetSocketAddress) listener.localAddress()).getPort();
    }

    /** SHA-256 of the authority's certificate, which operators pin. */
    public Digest authority() {
        return script.authority();
    }

    /** The line that installs an operator from {@code host}, a name or address with a port. */
    public String installCommand(String host, ApiKey key) {
        return script.command(host, key);
    }

    /** The line that installs an operator of {@code kind} on each of many hosts. */
    public String installCommand(String host, LinkToken token, Kind kind) {
        return script.command(host, token, kind);
    }

    /** How many links are open. */
    public int links() {
        return sockets.size();
    }

    /** Listens no more, tells every operator to dial again later, and is done when the last one is gone. */
    public CompletionStage<Void> drain() {
        var _ = listener.close();
        var goodbye = new Goodbye(Goodbye.Code.SHUTTING_DOWN, "The control plane is shutting down.", true);
        for (Channel channel : sockets) {
            channel.pipeline().get(Socket.class).end(goodbye);
        }
        var drained = new CompletableFuture<Void>();
        sockets.newCloseFuture().addListener(_ -> drained.complete(null));
        return drained;
    }

    /** Ends everything at once. */
    public CompletionStage<Void> close() {
        var closed = new CompletableFuture<Void>();
        var _ = listener.close();
        var _ = acceptor.shutdownGracefully(QUIET_MILLIS, PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        workers.shutdownGracefully(QUIET_MILLIS, PATIENCE_MILLIS, TimeUnit.MILLISECONDS)
                .addListener(_ -> closed.complete(null));
        return closed;
    }

    /** What every connection begins with. */
    private static final class Entry extends ChannelInitializer<Channel> {
        private final LinkSettings settings;
        private final SslContext tls;
        private final Traffic traffic;
        private final Reception reception;

        Entry(LinkSettings settings, SslContext tls, Traffic traffic, Reception reception) {
            this.settings = settings;
            this.tls = tls;
            this.traffic = traffic;
            this.reception = reception;
        }

        @Override
        protected void initChannel(Channel channel) {
            SslHandler handshake = tls.newHandler(channel.alloc());
            handshake.setHandshakeTimeoutMillis(settings.openingTime().toMillis());
            channel.pipeline()
                    .addLast(new Meter(traffic))
                    .addLast(new Opening(channel, settings.openingTime()))
                    .addLast(handshake)
                    .addLast(new HttpServerCodec(new HttpDecoderConfig()
                            .setMaxInitialLineLength(LINE_LIMIT)
                            .setMaxHeaderSize(HEADER_LIMIT)))
                    .addLast(new Body(settings.enrolment().bodyLimit()))
                    .addLast(reception);
        }
    }

    /** A request with its whole body, which must not be larger than it may be. */
    private static final class Body extends HttpObjectAggregator {
        Body(int limit) {
            super(limit);
        }

        @Override
        protected void handleOversizedMessage(ChannelHandlerContext context, HttpMessage oversized) {
            Answers.problem(
                    context.channel(),
                    new Problem(
                            413,
                            "body-too-large",
                            "The body is larger than " + maxContentLength() + " bytes.",
                            "Send what the protocol asks for and no more."));
        }
    }

    private static StartupRefused refused(InetSocketAddress address, Throwable cause) {
        boolean inUse = cause instanceof IOException
                && String.valueOf(cause.getMessage()).contains("in use");
        return new StartupRefused(
                "The operators' port " + address.getPort() + " on " + address.getHostString()
                        + (inUse ? " is in use by another program." : " cannot be opened: " + cause.getMessage() + "."),
                "Choose another one with --operator-port, or end what listens there: ss -ltnp 'sport = :"
                        + address.getPort() + "' names it.",
                cause);
    }

    private static IoHandlerFactory ioHandler() {
        return Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
    }

    private static Class<? extends ServerChannel> channelType() {
        return Epoll.isAvailable() ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
    }
}
