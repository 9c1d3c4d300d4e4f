package ai.dropops.web.link;

import ai.dropops.protocol.wire.FrameCodec;
import ai.dropops.web.auth.Problem;
import ai.dropops.web.auth.Refused;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.group.ChannelGroup;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshakerFactory;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.timeout.IdleStateHandler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where every connection arrives: it answers plain requests, and turns an operator's into a link. */
@Sharable
final class Reception extends SimpleChannelInboundHandler<FullHttpRequest> {
    private static final Logger LOG = LoggerFactory.getLogger(Reception.class);
    private static final WebSocketDecoderConfig FRAMES = WebSocketDecoderConfig.newBuilder()
            .maxFramePayloadLength(FrameCodec.MAX_FRAME)
            .allowExtensions(false)
            .closeOnProtocolViolation(false)
            .build();

    private final Link.Shared shared;
    private final Enrolling enrolling;
    private final DropScript script;
    private final ActorRef<Links.Open> links;
    private final ChannelGroup sockets;

    Reception(
            Link.Shared shared,
            Enrolling enrolling,
            DropScript script,
            ActorRef<Links.Open> links,
            ChannelGroup sockets) {
        this.shared = shared;
        this.enrolling = enrolling;
        this.script = script;
        this.links = links;
        this.sockets = sockets;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
        Channel channel = context.channel();
        if (request.decoderResult().isFailure()) {
            Answers.problem(
                    channel,
                    Problem.badRequest("malformed-request", "This is not HTTP/1.1.", "Use an operator or curl."));
            return;
        }
        switch (request.method() + " " + new QueryStringDecoder(request.uri()).path()) {
            case "GET /link" -> onLink(channel, request);
            case "POST /enrol" -> onEnrol(channel, ByteBufUtil.getBytes(request.content()));
            case "GET /drop" -> onDrop(channel, request.headers().get(HttpHeaderNames.HOST, ""));
            case "GET /operator.tar.gz" -> onPackage(channel, built -> sendPackage(channel, built));
            case "GET /operator.tar.gz.sha256" ->
                onPackage(
                        channel,
                        built -> Answers.text(
                                channel, "text/plain", built.sha256().hex() + "\n"));
            default -> Answers.problem(channel, Problem.notFound("page on the operators' port"));
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        LOG.debug("a connection broke before it was one: {}", cause.toString());
        var _ = context.close();
    }

    private void onDrop(Channel channel, String host) {
        Opening.over(channel);
        if (DropScript.isHost(host)) {
            Answers.text(channel, "text/x-shellscript", script.text(host));
        } else {
            Answers.problem(
                    channel,
                    Problem.badRequest(
                            "bad-host", "The Host header names no host.", "Use the line the console shows."));
        }
    }

    private void onEnrol(Channel channel, byte[] body) {
        Opening.over(channel);
        var from = ((InetSocketAddress) channel.remoteAddress()).getAddress();
        var _ = enrolling.enrol(from, body).whenComplete((answer, failure) -> {
            if (failure == null) {
                Answers.json(channel, answer);
            } else {
                fail(channel, failure);
            }
        });
    }

    private void onPackage(Channel channel, Consumer<OperatorPackage.Built> action) {
        Opening.over(channel);
        var _ = shared.surroundings().operatorPackage().get().thenAccept(action).exceptionally(failure -> {
            fail(channel, failure);
            return null;
        });
    }

    private void sendPackage(Channel channel, OperatorPackage.Built built) {
        try {
            channel.pipeline()
                    .addLast(new IdleStateHandler(
                            0, 0, shared.settings().idleTime().toSeconds(), TimeUnit.SECONDS))
                    .addLast(new Silence());
            Answers.file(channel, "application/gzip", built.archive());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void fail(Channel channel, Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof Refused refused) {
            Answers.problem(channel, refused.problem());
        } else {
            LOG.error("a request on the operators' port failed", cause);
            Answers.problem(
                    channel,
                    new Problem(
                            500,
                            "unexpected",
                            "Something went wrong in the control plane.",
                            "Its log says what; then try again."));
        }
    }

    private void onLink(Channel channel, FullHttpRequest request) {
        var handshakers = new WebSocketServerHandshakerFactory("/link", FrameCodec.SUBPROTOCOL, FRAMES);
        WebSocketServerHandshaker handshaker = handshakers.newHandshaker(request);
        String offered = request.headers().get(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL, "");
        if (handshaker == null || !List.of(offered.split(" *, *")).contains(FrameCodec.SUBPROTOCOL)) {
            Answers.problem(
                    channel,
                    new Problem(
                            426,
                            "upgrade-needed",
                            "A link is a WebSocket of subprotocol " + FrameCodec.SUBPROTOCOL + ".",
                            "Install the operator again: it and the control plane share no protocol version."));
            return;
        }
        var session = channel.pipeline().get(SslHandler.class).engine().getSession();
        var surroundings = shared.surroundings();
        switch (Peer.in(
                session, surroundings.keys().authority(), surroundings.clock().instant())) {
            case Peer.Unknown(var problem) -> Answers.problem(channel, problem);
            case Peer.Known peer -> upgrade(channel, request, handshaker, peer);
        }
    }

    private void upgrade(
            Channel channel, FullHttpRequest request, WebSocketServerHandshaker handshaker, Peer.Known peer) {
        channel.config().setAutoRead(false);
        var socket = new Socket(channel, Meter.of(channel), shared.settings().unhandledLimit());
        channel.pipeline()
                .addLast(new WebSocketFrameAggregator(FrameCodec.MAX_FRAME))
                .addLast(new IdleStateHandler(shared.settings().idleTime().toSeconds(), 0, 0, TimeUnit.SECONDS))
                .addLast(socket)
                .remove(this);
        handshaker.handshake(channel, request).addListener(done -> {
            if (done.isSuccess()) {
                sockets.add(channel);
                links.tell(new Links.Open(socket, peer));
            } else {
                socket.close();
            }
        });
    }
}
