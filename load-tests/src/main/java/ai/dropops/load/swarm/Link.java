package ai.dropops.load.swarm;

import ai.dropops.protocol.wire.Frame;
import ai.dropops.protocol.wire.FrameCodec;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler.ClientHandshakeStateEvent;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** One open socket of a simulated operator. */
final class Link extends SimpleChannelInboundHandler<WebSocketFrame> {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int CHALLENGE_BYTES = 32;

    private final SimulatedOperator operator;
    private final Tally tally;
    private boolean welcomed;
    private long tellAgainUpTo = Long.MAX_VALUE;

    Link(SimulatedOperator operator, Tally tally) {
        this.operator = operator;
        this.tally = tally;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) throws Exception {
        if (event == ClientHandshakeStateEvent.HANDSHAKE_COMPLETE) {
            var challenge = new byte[CHALLENGE_BYTES];
            RANDOM.nextBytes(challenge);
            send(context, List.of(operator.hello(challenge)));
        }
        super.userEventTriggered(context, event);
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, WebSocketFrame message) {
        if (message instanceof BinaryWebSocketFrame binary
                && FrameCodec.decode(ByteBufUtil.getBytes(binary.content())) instanceof Frame.FromControlPlane frame) {
            onFrame(context, frame);
        }
    }

    private void onFrame(ChannelHandlerContext context, Frame.FromControlPlane frame) {
        switch (frame) {
            case Frame.Welcome welcome -> onWelcome(context, welcome);
            case Frame.Deliver deliver -> send(context, operator.onDeliver(deliver));
            case Frame.Forbid forbid -> send(context, List.of(operator.onForbid(forbid)));
            case Frame.Read read -> send(context, operator.onRead(read));
            case Frame.ReportKept kept -> operator.onKept(kept);
            case Frame.Goodbye goodbye -> tally.goodbye(goodbye.code());
            case Frame.Stop _ -> {
                var _ = context.close();
            }
            case Frame.Cancel _,
                    Frame.Credit _,
                    Frame.Unread _,
                    Frame.Renewed _,
                    Frame.HistoryKept _,
                    Frame.HandedOver _,
                    Frame.Witnessed _ -> {
                // commands end at once and canned output is sent whole, so there is nothing to do
            }
        }
    }

    private void onWelcome(ChannelHandlerContext context, Frame.Welcome welcome) {
        welcomed = true;
        tally.welcomed();
        beat(context, Frame.Beat.Kind.BOOTSTRAP);
        long period = TimeUnit.SECONDS.toMillis(welcome.heartbeatSeconds());
        beatAfter(context, ThreadLocalRandom.current().nextLong(period), period);
    }

    /** Also tells again what nobody has confirmed; receipts made since the last beat may still be on their way. */
    private void beat(ChannelHandlerContext context, Frame.Beat.Kind kind) {
        send(context, List.of(operator.beat(kind)));
        send(context, operator.untold(tellAgainUpTo));
        tellAgainUpTo = operator.sequence();
    }

    private void beatAfter(ChannelHandlerContext context, long delay, long period) {
        var _ = context.executor()
                .schedule(
                        () -> {
                            if (context.channel().isActive()) {
                                beat(context, Frame.Beat.Kind.AUTOMATIC);
                                beatAfter(context, period, period);
                            }
                        },
                        delay,
                        TimeUnit.MILLISECONDS);
    }

    private static void send(ChannelHandlerContext context, List<? extends Frame> frames) {
        for (Frame frame : frames) {
            var _ = context.write(
                    new BinaryWebSocketFrame(Unpooled.wrappedBuffer(FrameCodec.encode(frame))), context.voidPromise());
        }
        context.flush();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) throws Exception {
        if (welcomed) {
            tally.closed();
        }
        super.channelInactive(context);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        tally.failed(cause);
        var _ = context.close();
    }
}
