package ai.dropops.cli.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class SilenceLimitTest {
    @Test
    void aConnectionThatSaysNothingIsGivenUp() throws IOException {
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var client = new Socket(server.getInetAddress(), server.getLocalPort());
                var silent = new SilenceLimit(client.getInputStream(), Duration.ofMillis(100))) {
            assertThatThrownBy(silent::read).isInstanceOf(InterruptedIOException.class);
        }
    }

    @Test
    void whatIsSaidIsRead() throws IOException {
        var out = new PipedOutputStream();
        try (var in = new SilenceLimit(new PipedInputStream(out), Duration.ofSeconds(20))) {
            out.write(new byte[] {1, -1});
            out.close();
            assertThat(in.readAllBytes()).containsExactly(1, -1);
        }
    }
}
