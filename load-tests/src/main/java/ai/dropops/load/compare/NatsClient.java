package ai.dropops.load.compare;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.LineBasedFrameDecoder;
import io.netty.handler.ssl.SslContext;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;

/** As much of a NATS client as a broadcast takes: the protocol is lines of text. */
final class NatsClient {
    private static final String QUESTION = "ask";
    private static final String ANSWERS = "answers";
    private static final int LONGEST_LINE = 64 * 1024;

    private final String subject;
    private final boolean isAnswering;
    private final Runnable onReady;
    private final Runnable onMessage;

    private NatsClient(String subject, boolean isAnswering, Runnable onReady, Runnable onMessage) {
        this.subject = subject;
        this.isAnswering = isAnswering;
        this.onReady = onReady;
        this.onMessage = onMessage;
    }

    /** Answers every request with {@code ok}. */
    static NatsClient subscriber(Runnable onReady) {
        return new NatsClient(QUESTION, true, onReady, () -> {});
    }

    /** Hears the answers. */
    static NatsClient asker(Runnable onReady, Runnable onAnswer) {
        return new NatsClient(ANSWERS, false, onReady, onAnswer);
    }

    static ByteBuf request() {
        return text("PUB " + QUESTION + " " + ANSWERS + " 7\r\necho ok\r\n");
    }

    /** A handler for one connection, to which the server speaks first; TLS begins after its first line. */
    ChannelInboundHandlerAdapter speaking(SslContext tls) {
        return new Greeting(tls);
    }

    private static ByteBuf text(String text) {
        return Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII);
    }

    private final class Greeting extends ChannelInboundHandlerAdapter {
        private final SslContext tls;

        Greeting(SslContext tls) {
            this.tls = tls;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            ReferenceCountUtil.release(message);
            context.pipeline()
                    .addLast(tls.newHandler(context.alloc()))
                    .addLast(new LineBasedFrameDecoder(LONGEST_LINE))
                    .addLast(new Lines());
            context.pipeline().remove(this);
            var _ = context.channel()
                    .writeAndFlush(text("CONNECT {\"verbose\":false,\"pedantic\":false,\"tls_required\":true}\r\nSUB "
                            + subject + " 1\r\nPING\r\n"));
        }
    }

    private final class Lines extends ChannelInboundHandlerAdapter {
        private boolean isPayload;

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            try {
                onLine(context, ((ByteBuf) message).toString(StandardCharsets.US_ASCII));
            } finally {
                ReferenceCountUtil.release(message);
            }
        }

        private void onLine(ChannelHandlerContext context, String line) {
            if (isPayload) {
                isPayload = false;
                onMessage.run();
                if (isAnswering) {
                    var _ = context.channel().writeAndFlush(text("PUB " + ANSWERS + " 2\r\nok\r\n"));
                }
            } else if (line.startsWith("MSG ")) {
                isPayload = true;
            } else if (line.equals("PONG")) {
                onReady.run();
            } else if (line.equals("PING")) {
                var _ = context.channel().writeAndFlush(text("PONG\r\n"));
            } else if (line.startsWith("-ERR")) {
                throw new IllegalStateException("nats-server says " + line);
            }
        }
    }
}
