package ai.dropops.web.link;

import ai.dropops.protocol.wire.Frame;
import ai.dropops.protocol.wire.FrameCodec;
import ai.dropops.protocol.wire.MalformedFrame;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.timeout.IdleStateEvent;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The Netty end of a link: frames in and out, both bounded; nothing malformed gets past it. */
final class Socket extends SimpleChannelInboundHandler<WebSocketFrame> {
    private static final Logger LOG = LoggerFactory.getLogger(Socket.class);
    /** Closing with something unread would destroy what the peer has not read yet, so it is given this long. */
    private static final int LEAVE_SECONDS = 2;

    private final Channel channel;
    private final Meter meter;
    private final int unhandledLimit;
    private final AtomicInteger unhandled = new AtomicInteger();
    private @Nullable ActorRef<Link.Command> link;
    private boolean ending;

    /** A socket that reads nothing until {@link #begin}. */
    Socket(Channel channel, Meter meter, int unhandledLimit) {
        this.channel = channel;
        this.meter = meter;
        this.unhandledLimit = unhandledLimit;
    }

    /** Lets frames flow to {@code to}, which is told in the end that the socket is closed. */
    void begin(ActorRef<Link.Command> to) {
        onLoop(() -> {
            link = to;
            channel.closeFuture().addListener(_ -> to.tell(new Link.Command.Closed()));
            channel.config().setAutoRead(true);
        });
    }

    /** Tells that {@code bytes} of what was read are dealt with. */
    void handled(int bytes) {
        int left = unhandled.addAndGet(-bytes);
        if (left < unhandledLimit && left + bytes >= unhandledLimit) {
            onLoop(() -> channel.config().setAutoRead(true));
        }
    }

    /** Sends {@code frame}; a peer that lets too much pile up unread is cut off and can dial again. */
    void send(Frame.FromControlPlane frame) {
        if (channel.isWritable()) {
            var _ = channel.writeAndFlush(binary(frame), channel.voidPromise());
        } else if (channel.isActive()) {
            LOG.warn("an operator does not read what it is sent; its connection is closed");
            close();
        }
    }

    /** Asks the peer for a sign of life, which the link is told of. */
    void ping() {
        if (channel.isWritable()) {
            var _ = channel.writeAndFlush(new PingWebSocketFrame(), channel.voidPromise());
        }
    }

    /** Says {@code goodbye}, then closes once the peer has taken leave too, or has not in time. */
    void end(Frame.Goodbye goodbye) {
        onLoop(() -> {
            if (!ending) {
                ending = true;
                var _ = channel.write(binary(goodbye), channel.voidPromise());
                var _ = channel.writeAndFlush(new CloseWebSocketFrame(status(goodbye)), channel.voidPromise());
                var _ = channel.eventLoop().schedule(this::close, LEAVE_SECONDS, TimeUnit.SECONDS);
            }
        });
    }

    private void onLoop(Runnable task) {
        try {
            channel.eventLoop().execute(task);
        } catch (RejectedExecutionException _) {
            LOG.debug("a link outlived the operators' port by a moment");
        }
    }

    void close() {
        var _ = channel.close();
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, WebSocketFrame message) {
        switch (message) {
            case BinaryWebSocketFrame binary -> onBinary(binary);
            case PingWebSocketFrame ping -> {
                if (channel.isWritable()) {
                    var _ = context.writeAndFlush(
                            new PongWebSocketFrame(ping.content().retain()), context.voidPromise());
                }
            }
            case PongWebSocketFrame _ -> {
                if (link != null) {
                    link.tell(new Link.Command.Ponged());
                }
            }
            case CloseWebSocketFrame _ when ending -> close();
            case CloseWebSocketFrame close ->
                context.writeAndFlush(close.retain()).addListener(ChannelFutureListener.CLOSE);
            default -> endBroken("only binary frames are spoken here");
        }
    }

    private void onBinary(BinaryWebSocketFrame binary) {
        if (ending) {
            return;
        }
        Opening.over(channel);
        int size = binary.content().readableBytes();
        switch (FrameCodec.decode(ByteBufUtil.getBytes(binary.content()))) {
            case Frame.FromOperator frame
            when link != null -> {
                meter.read(frame, size);
                if (unhandled.addAndGet(size) >= unhandledLimit) {
                    channel.config().setAutoRead(false);
                }
                link.tell(new Link.Command.Said(frame, size));
            }
            case Frame.FromOperator _ -> endBroken("the hello comes after the upgrade");
            case Frame.FromControlPlane _ -> endBroken("this frame is the control plane's to send");
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof IdleStateEvent) {
            LOG.debug("a link fell silent and is closed");
            close();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        switch (cause) {
            case MalformedFrame malformed -> endBroken(malformed.getMessage());
            case CorruptedWebSocketFrameException corrupted -> endBroken(corrupted.getMessage());
            case TooLongFrameException tooLong -> endBroken(tooLong.getMessage());
            default -> {
                LOG.debug("a link's connection broke: {}", cause.toString());
                close();
            }
        }
    }

    private void endBroken(@Nullable String why) {
        end(new Frame.Goodbye(Frame.Goodbye.Code.BAD_FRAME, "A frame was not understood: " + why + ".", true));
    }

    private static WebSocketCloseStatus status(Frame.Goodbye goodbye) {
        return switch (goodbye.code()) {
            case BAD_FRAME -> WebSocketCloseStatus.PROTOCOL_ERROR;
            case SHUTTING_DOWN, BUSY -> WebSocketCloseStatus.TRY_AGAIN_LATER;
            case CLOCKS_APART, NO_COMMON_VERSION, REVOKED, WRONG_MACHINE, ROLLED_BACK, STOPPED, REPLACED ->
                WebSocketCloseStatus.POLICY_VIOLATION;
        };
    }

    private BinaryWebSocketFrame binary(Frame.FromControlPlane frame) {
        byte[] bytes = FrameCodec.encode(frame);
        meter.sent(frame, bytes.length);
        return new BinaryWebSocketFrame(Unpooled.wrappedBuffer(bytes));
    }
}
