package ai.dropops.web.link;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** A plain TLS socket, for what no WebSocket library would send. */
final class TlsSocket implements AutoCloseable {
    static final String UPGRADE = """
            GET /link HTTP/1.1\r
            Host: localhost\r
            Upgrade: websocket\r
            Connection: Upgrade\r
            Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r
            Sec-WebSocket-Version: 13\r
            Sec-WebSocket-Protocol: dropops.v1\r
            \r
            """;

    private final SSLSocket socket;

    TlsSocket(int port, SSLContext context) throws IOException {
        socket = (SSLSocket) context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(Math.toIntExact(Harbour.PATIENCE.toMillis()));
        socket.startHandshake();
    }

    SSLSocket socket() {
        return socket;
    }

    void send(String text) throws IOException {
        send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    void send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
    }

    /** Sends {@code content}, of 126 to 65,535 bytes, as one binary WebSocket frame under a mask of zeros. */
    void sendFrame(byte[] content) throws IOException {
        var frame = ByteBuffer.allocate(8 + content.length);
        frame.put((byte) 0x82)
                .put((byte) (0x80 | 126))
                .putShort((short) content.length)
                .putInt(0)
                .put(content);
        send(frame.array());
    }

    /** The status line and headers of the answer. */
    String head() throws IOException {
        var head = new ByteArrayOutputStream();
        InputStream in = socket.getInputStream();
        while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("closed after: " + head.toString(StandardCharsets.ISO_8859_1));
            }
            head.write(next);
        }
        return head.toString(StandardCharsets.ISO_8859_1);
    }

    /** Everything up to the end of the connection. */
    String rest() throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
