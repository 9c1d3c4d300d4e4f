package ai.dropops.load.swarm;

import ai.dropops.protocol.wire.FrameCodec;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Simulated operators that dial a control plane, stay connected and do as they are told. */
public final class Swarm implements AutoCloseable {
    private static final int SOURCE_ADDRESSES = 8;
    private static final int MAX_HTTP_REPLY = 8192;
    private static final int HANDSHAKE_SECONDS = 60;

    private final List<Endpoint> endpoints;
    private final int network;
    private final Tally tally = new Tally();
    private final ClientKeys keys = new ClientKeys();
    private final SslContext tls;
    private final EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    private final ChannelGroup channels = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private final List<SimulatedOperator> operators;
    private volatile boolean redial;

    public Swarm(Endpoint endpoint, Authority authority, List<Identity> identities, Manner manner) {
        this(List.of(endpoint), 0, authority, identities, manner, _ -> Memory.ofTheLatest(), Instant.now());
    }

    /**
     * Operators spread over {@code endpoints}, each of which dials the next when one is lost.
     *
     * @param network the third number of the loopback addresses they dial from, so that processes do not share them
     * @param log where they write down what they run, and go on from what they have run
     * @param begun later than any earlier beginning, whatever the clock of this process says
     */
    public Swarm(
            List<Endpoint> endpoints,
            int network,
            Authority authority,
            List<Identity> identities,
            Manner manner,
            Path log,
            Instant begun) {
        this(endpoints, network, authority, identities, manner, Memory.Book.at(log)::of, begun);
    }

    private Swarm(
            List<Endpoint> endpoints,
            int network,
            Authority authority,
            List<Identity> identities,
            Manner manner,
            Function<Identity, Memory> memory,
            Instant begun) {
        this.endpoints = List.copyOf(endpoints);
        this.network = network;
        this.tls = ClientTls.trusting(authority, keys);
        var conduct = new Conduct(manner, authority.permitKey(), Clock.systemUTC());
        this.operators = identities.stream()
                .map(identity -> new SimulatedOperator(identity, conduct, tally, memory.apply(identity), begun))
                .toList();
        identities.forEach(keys::admit);
    }

    public Tally tally() {
        return tally;
    }

    public int size() {
        return operators.size();
    }

    /** Dials with every operator at once, and again with each whose link is lost. */
    public void dial() {
        redial = true;
        for (int i = 0; i < operators.size(); i++) {
            dial(operators.get(i), i, i);
        }
    }

    /** Closes every socket without a word and dials no more. */
    public void drop() {
        redial = false;
        channels.close().syncUninterruptibly();
    }

    /** Dials the {@code turn}th endpoint, counted round and round. */
    private void dial(SimulatedOperator operator, int index, int turn) {
        tally.dialled();
        Endpoint endpoint = endpoints.get(turn % endpoints.size());
        var source = new InetSocketAddress("127.0." + network + "." + (2 + index % SOURCE_ADDRESSES), 0);
        var connecting = bootstrap(operator, endpoint).connect(endpoint.address(), source);
        connecting.addListener(done -> {
            if (!done.isSuccess()) {
                tally.failed(done.cause());
            }
        });
        channels.add(connecting.channel());
        connecting.channel().closeFuture().addListener(_ -> onClosed(connecting.channel(), operator, index, turn));
    }

    private void onClosed(Channel channel, SimulatedOperator operator, int index, int turn) {
        if (redial && !loops.isShuttingDown()) {
            long delay = 200 + ThreadLocalRandom.current().nextLong(1_800);
            var _ = channel.eventLoop()
                    .schedule(() -> redialIfWanted(operator, index, turn + 1), delay, TimeUnit.MILLISECONDS);
        }
    }

    private void redialIfWanted(SimulatedOperator operator, int index, int turn) {
        if (redial) {
            dial(operator, index, turn);
        }
    }

    private Bootstrap bootstrap(SimulatedOperator operator, Endpoint endpoint) {
        return new Bootstrap()
                .group(loops)
                .channel(EpollSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(EpollChannelOption.IP_BIND_ADDRESS_NO_PORT, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, HANDSHAKE_SECONDS * 1000)
                .handler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        channel.pipeline()
                                .addLast(
                                        tls(channel, operator, endpoint),
                                        new HttpClientCodec(),
                                        new HttpObjectAggregator(MAX_HTTP_REPLY),
                                        new WebSocketClientProtocolHandler(websocket(endpoint)),
                                        new Link(operator, tally));
                    }
                });
    }

    private SslHandler tls(SocketChannel channel, SimulatedOperator operator, Endpoint endpoint) {
        String alias = operator.identity().operator().value();
        var handler = tls.newHandler(channel.alloc(), alias, endpoint.port());
        handler.setHandshakeTimeout(HANDSHAKE_SECONDS, TimeUnit.SECONDS);
        return handler;
    }

    private WebSocketClientProtocolConfig websocket(Endpoint endpoint) {
        return WebSocketClientProtocolConfig.newBuilder()
                .webSocketUri(endpoint.link())
                .subprotocol(FrameCodec.SUBPROTOCOL)
                .maxFramePayloadLength(FrameCodec.MAX_FRAME)
                .handshakeTimeoutMillis(TimeUnit.SECONDS.toMillis(HANDSHAKE_SECONDS))
                .build();
    }

    @Override
    public void close() {
        drop();
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }
}
