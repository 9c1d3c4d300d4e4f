package ai.dropops.web.link;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.dropops.cluster.operator.LinkCommand;
import ai.dropops.cluster.operator.Operator.Command;
import ai.dropops.protocol.action.Receipt;
import ai.dropops.protocol.identity.Bytes;
import ai.dropops.protocol.identity.ExecutionId;
import ai.dropops.protocol.identity.ProposalId;
import ai.dropops.protocol.wire.Frame;
import ai.dropops.protocol.wire.Frame.Goodbye.Code;
import ai.dropops.protocol.wire.FrameCodec;
import ai.dropops.protocol.wire.Stream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is wrong with a frame ends its connection, says so, and leaves the connection beside it alone. */
class BadFrameTest {
    private static final ExecutionId EXECUTION = new ExecutionId("ab".repeat(32));

    @TempDir
    Path temp;

    private Harbour harbour;
    private SSLContext tls;
    private Dialled bystander;

    @BeforeEach
    void dial() throws Exception {
        harbour = new Harbour(temp, "opening-time = 2s");
        var host = new Host();
        var authority = harbour.keys.authority();
        tls = host.context(authority.certificate(), host.certificate(authority, Harbour.OPERATOR));
        bystander = welcomed();
    }

    @AfterEach
    void close() throws Exception {
        bystander.send(new Frame.Started(EXECUTION, ProposalId.of(new byte[16]), Instant.EPOCH));
        harbour.told(Command.Started.class);
        bystander.close();
        harbour.close();
    }

    @Test
    void bytesThatAreNoFrame() throws Exception {
        byte[] beat = FrameCodec.encode(Dialled.hello());
        for (byte[] wrong : List.of(
                new byte[0],
                new byte[] {1, 2, 3},
                "{\"t\":\"hello\"}".getBytes(UTF_8),
                Arrays.copyOf(beat, beat.length - 3),
                Arrays.copyOf(beat, beat.length + 1))) {
            try (Dialled operator = welcomed()) {
                operator.sendRaw(wrong);
                assertThat(operator.goodbye().code()).isEqualTo(Code.BAD_FRAME);
            }
        }
    }

    @Test
    void text() throws Exception {
        try (Dialled operator = welcomed()) {
            operator.sendText("hello");
            assertThat(operator.goodbye().message()).contains("binary");
        }
    }

    @Test
    void oneThatIsTooLargeInOnePieceOrInMany() throws Exception {
        try (Dialled operator = welcomed()) {
            operator.sendRaw(new byte[FrameCodec.MAX_FRAME + 1]);
            assertThat(operator.goodbye().code()).isEqualTo(Code.BAD_FRAME);
        }
        try (Dialled operator = welcomed()) {
            for (int i = 0; i < 8; i++) {
                operator.sendPart(new byte[FrameCodec.MAX_FRAME / 8], false);
            }
            operator.sendPart(new byte[1], false);
            assertThat(operator.goodbye().code()).isEqualTo(Code.BAD_FRAME);
        }
    }

    @Test
    void oneThatComesInPiecesIsPutTogether() throws Exception {
        byte[] hello = FrameCodec.encode(Dialled.hello());
        try (var operator = new Dialled(harbour.port(), tls)) {
            operator.sendPart(Arrays.copyOf(hello, 10), false);
            operator.sendPart(Arrays.copyOfRange(hello, 10, hello.length), true);
            harbour.attach();
            operator.expect(Frame.Welcome.class);
        }
    }

    @Test
    void anyOtherBeforeTheHello() throws Exception {
        try (var operator = new Dialled(harbour.port(), tls)) {
            operator.send(new Frame.Gap(1, Stream.STDOUT, 0, 1));
            assertThat(operator.goodbye().message()).contains("hello");
        }
    }

    @Test
    void anyOtherBeforeTheWelcome() throws Exception {
        try (var operator = new Dialled(harbour.port(), tls)) {
            operator.send(Dialled.hello());
            operator.send(new Frame.Gap(1, Stream.STDOUT, 0, 1));
            assertThat(operator.goodbye().message()).contains("welcome");
        }
    }

    @Test
    void aSecondHello() throws Exception {
        try (Dialled operator = welcomed()) {
            operator.send(Dialled.hello());
            assertThat(operator.goodbye().code()).isEqualTo(Code.BAD_FRAME);
        }
    }

    @Test
    void oneThatIsTheControlPlanesToSend() throws Exception {
        try (Dialled operator = welcomed()) {
            operator.send(new Frame.Cancel(EXECUTION));
            assertThat(operator.goodbye().code()).isEqualTo(Code.BAD_FRAME);
        }
    }

    @Test
    void aReceiptThatIsNone() throws Exception {
        try (Dialled operator = welcomed()) {
            operator.send(new Frame.Report(new Receipt.Signed(Bytes.wrap(new byte[] {1}), Bytes.EMPTY)));
            assertThat(operator.goodbye().code()).isEqualTo(Code.BAD_FRAME);
        }
    }

    @Test
    void aChallengeThatIsTooShort() throws Exception {
        try (var operator = new Dialled(harbour.port(), tls)) {
            var hello = Dialled.hello();
            operator.send(new Frame.Hello(
                    hello.versions(), hello.time(), Bytes.EMPTY, hello.fingerprint(), 0, hello.agentVersion()));
            assertThat(operator.goodbye().message()).contains("challenge");
        }
    }

    @Test
    void anUnmaskedFrameOrNoWebSocketAtAll() throws Exception {
        for (byte[] wrong :
                List.of(new byte[] {(byte) 0x82, 1, 0}, new byte[] {(byte) 0xff, (byte) 0xff, 0, 0, 0, 0})) {
            try (var socket = new TlsSocket(harbour.port(), tls)) {
                socket.send(TlsSocket.UPGRADE);
                assertThat(socket.head()).startsWith("HTTP/1.1 101");
                socket.send(wrong);
                assertThat(socket.rest()).contains("goodbye");
            }
        }
    }

    @Test
    void aConnectionThatNeverSaysAnythingIsClosed() throws Exception {
        try (var silent = new TlsSocket(harbour.port(), tls);
                var noHello = new TlsSocket(harbour.port(), tls)) {
            noHello.send(TlsSocket.UPGRADE);
            assertThat(noHello.head()).startsWith("HTTP/1.1 101");
            assertThat(silent.rest()).isEmpty();
            assertThat(noHello.rest()).isEmpty();
        }
    }

    @Test
    void aRequestThatIsNoneGetsAnAnswer() throws IOException {
        for (String wrong : List.of("rubbish\r\n\r\n", "GET /" + "x".repeat(5000) + " HTTP/1.1\r\n\r\n")) {
            try (var socket = new TlsSocket(harbour.port(), tls)) {
                socket.send(wrong);
                assertThat(socket.rest()).startsWith("HTTP/1.1 400").contains("malformed-request");
            }
        }
        try (var socket = new TlsSocket(harbour.port(), tls)) {
            socket.send("GET /link HTTP/1.1\r\nHost: localhost\r\n\r\n");
            assertThat(socket.rest()).startsWith("HTTP/1.1 426").contains("dropops.v1");
        }
    }

    @Test
    void anOperatorThatDoesNotReadIsCutOff() throws Exception {
        try (var socket = new TlsSocket(harbour.port(), tls)) {
            socket.send(TlsSocket.UPGRADE);
            assertThat(socket.head()).startsWith("HTTP/1.1 101");
            socket.sendFrame(FrameCodec.encode(Dialled.hello()));
            var link = harbour.attach();
            var large = new Frame.Renewed("x".repeat(200_000));
            for (int i = 0; i < 200; i++) {
                link.tell(new LinkCommand.Send(large));
            }
            assertThat(harbour.told(Command.Detach.class).link()).isEqualTo(link);
        }
    }

    private Dialled welcomed() throws InterruptedException {
        var operator = new Dialled(harbour.port(), tls);
        operator.send(Dialled.hello());
        harbour.attach();
        operator.expect(Frame.Welcome.class);
        return operator;
    }
}
