package ai.dropops.web.link;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerAdapter;
import io.netty.channel.ChannelHandlerContext;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** The time a connection has to become something; once it has, this is removed. */
final class Opening extends ChannelHandlerAdapter {
    private final Future<?> deadline;

    Opening(Channel channel, Duration time) {
        deadline = channel.eventLoop().schedule(() -> close(channel), time.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** The connection of {@code channel} has become something. */
    static void over(Channel channel) {
        if (channel.pipeline().get(Opening.class) != null) {
            channel.pipeline().remove(Opening.class);
        }
    }

    private static void close(Channel channel) {
        var _ = channel.close();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        deadline.cancel(false);
    }
}
