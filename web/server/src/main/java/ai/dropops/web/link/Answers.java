package ai.dropops.web.link;

import ai.dropops.web.auth.Json;
import ai.dropops.web.auth.Problem;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpChunkedInput;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.stream.ChunkedNioFile;
import io.netty.handler.stream.ChunkedWriteHandler;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.concurrent.TimeUnit;

/** The answers to plain requests; each one ends its connection. */
final class Answers {
    private static final int LEAVE_SECONDS = 1;

    private Answers() {}

    static void json(Channel channel, Object body) {
        send(channel, HttpResponseStatus.OK, "application/json", Json.bytes(body));
    }

    static void text(Channel channel, String type, String body) {
        send(channel, HttpResponseStatus.OK, type, body.getBytes(StandardCharsets.UTF_8));
    }

    static void problem(Channel channel, Problem problem) {
        var status = HttpResponseStatus.valueOf(problem.status());
        var body = new LinkedHashMap<String, Object>();
        body.put("type", "about:blank");
        body.put("title", status.reasonPhrase());
        body.put("status", problem.status());
        body.put("detail", problem.message());
        body.put("code", problem.code());
        body.put("advice", problem.advice());
        send(channel, status, "application/problem+json", Json.bytes(body));
    }

    static void file(Channel channel, String type, Path file) throws IOException {
        var head = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
        describe(head.headers(), type, Files.size(file));
        channel.pipeline().addLast(new ChunkedWriteHandler());
        var _ = channel.write(head, channel.voidPromise());
        channel.writeAndFlush(new HttpChunkedInput(new ChunkedNioFile(file.toFile())))
                .addListener(ChannelFutureListener.CLOSE);
    }

    private static void send(Channel channel, HttpResponseStatus status, String type, byte[] body) {
        var response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, Unpooled.wrappedBuffer(body));
        describe(response.headers(), type, body.length);
        channel.writeAndFlush(response).addListener(_ -> leave(channel));
    }

    /** Says that nothing follows, and closes a little later: at once would destroy the answer if something is unread. */
    private static void leave(Channel channel) {
        var tls = channel.pipeline().get(SslHandler.class);
        // none is left where the other side did not wait for the answer
        if (tls != null) {
            var _ = tls.closeOutbound();
            var _ = channel.eventLoop().schedule(() -> close(channel), LEAVE_SECONDS, TimeUnit.SECONDS);
        }
    }

    private static void close(Channel channel) {
        var _ = channel.close();
    }

    private static void describe(HttpHeaders headers, String type, long length) {
        headers.set(HttpHeaderNames.CONTENT_TYPE, type)
                .set(HttpHeaderNames.CONTENT_LENGTH, length)
                .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE)
                .set(HttpHeaderNames.CACHE_CONTROL, HttpHeaderValues.NO_STORE)
                .set("X-Content-Type-Options", "nosniff");
    }
}
