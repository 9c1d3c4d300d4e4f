package ai.dropops.web.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.dropops.cluster.operator.Operator.AttachReply;
import ai.dropops.cluster.operator.Operator.Command;
import ai.dropops.persistence.secrets.Authority;
import ai.dropops.protocol.wire.Frame;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CertificateTest {
    @TempDir
    Path temp;

    private @Nullable Harbour opened;

    @AfterEach
    void close() {
        if (opened != null) {
            opened.close();
        }
    }

    @Test
    void aLinkWithoutACertificateIsRefusedWithAdvice() throws Exception {
        assertThat(answer(harbour(), new Host(), null))
                .startsWith("HTTP/1.1 401")
                .contains("certificate-needed", "API key");
    }

    @Test
    void aCertificateOfAnotherAuthorityIsRefused() throws Exception {
        var host = new Host();
        try (var other = new Harbour(temp.resolve("other"))) {
            X509Certificate foreign = host.certificate(other.keys.authority(), Harbour.OPERATOR);
            assertThat(answer(harbour(), host, foreign))
                    .startsWith("HTTP/1.1 403")
                    .contains("certificate-foreign");
        }
    }

    @Test
    void aCertificateThatIsNoOperatorsIsRefused() throws Exception {
        Harbour harbour = harbour();
        Authority authority = harbour.keys.authority();
        var host = new Host();
        var term =
                new Authority.Term(Instant.now().minusSeconds(60), Instant.now().plusSeconds(60));
        X509Certificate server = authority.issueServer(host.tls.getPublic(), List.of("localhost"), term);
        assertThat(answer(harbour, host, server)).startsWith("HTTP/1.1 403").contains("certificate-foreign");
    }

    @Test
    void anExpiredCertificateIsRefusedWithAdvice() throws Exception {
        Harbour harbour = harbour();
        var host = new Host();
        var past =
                new Authority.Term(Instant.now().minusSeconds(60), Instant.now().minusSeconds(1));
        X509Certificate expired = host.certificate(harbour.keys.authority(), Harbour.OPERATOR.value(), past);
        assertThat(answer(harbour, host, expired))
                .startsWith("HTTP/1.1 403")
                .contains("certificate-expired", "enrols anew");
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdk", "boringssl"})
    void aRevokedOperatorIsRefusedInAResumedSessionToo(String tls) throws Exception {
        Harbour harbour = new Harbour(temp, "tls = " + tls);
        opened = harbour;
        var host = new Host();
        Authority authority = harbour.keys.authority();
        SSLContext context = host.context(authority.certificate(), host.certificate(authority, Harbour.OPERATOR));
        long created;
        try (var first = new TlsSocket(harbour.port(), context)) {
            first.send(TlsSocket.UPGRADE);
            assertThat(first.head()).startsWith("HTTP/1.1 101");
            created = first.socket().getSession().getCreationTime();
        }
        try (var again = new TlsSocket(harbour.port(), context)) {
            assertThat(again.socket().getSession().getCreationTime())
                    .as("the session was resumed")
                    .isEqualTo(created);
        }
        try (var operator = new Dialled(harbour.port(), context)) {
            operator.send(Dialled.hello());
            var attach = harbour.told(Command.Attach.class);
            assertThat(attach.tlsKey()).isEqualTo(host.tlsKey());
            var revoked = new Frame.Goodbye(Frame.Goodbye.Code.REVOKED, "The key was revoked.", false);
            attach.replyTo().tell(new AttachReply.Refused(revoked));
            assertThat(operator.goodbye()).isEqualTo(revoked);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdk", "boringssl"})
    void anExpiryIsNoticedInAResumedSessionToo(String tls) throws Exception {
        Harbour harbour = new Harbour(temp, "tls = " + tls);
        opened = harbour;
        var host = new Host();
        var soon =
                new Authority.Term(Instant.now().minusSeconds(60), Instant.now().plusSeconds(2));
        SSLContext context = host.context(
                harbour.keys.authority().certificate(),
                host.certificate(harbour.keys.authority(), Harbour.OPERATOR.value(), soon));
        String answer;
        do {
            try (var socket = new TlsSocket(harbour.port(), context)) {
                socket.send(TlsSocket.UPGRADE);
                answer = socket.head();
            }
        } while (answer.startsWith("HTTP/1.1 101")
                && Instant.now().isBefore(soon.until().plusSeconds(20)));
        assertThat(answer).startsWith("HTTP/1.1 403");
    }

    @Test
    void olderVersionsOfTlsAreNotSpoken() throws Exception {
        Harbour harbour = harbour();
        var context = new Host().context(harbour.keys.authority().certificate(), null);
        var socket =
                (SSLSocket) context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), harbour.port());
        try (socket) {
            socket.setEnabledProtocols(new String[] {"TLSv1.2"});
            assertThatExceptionOfType(IOException.class).isThrownBy(socket::startHandshake);
        }
    }

    private Harbour harbour() {
        opened = new Harbour(temp);
        return opened;
    }

    private static String answer(Harbour harbour, Host host, @Nullable X509Certificate certificate) throws IOException {
        var context = host.context(harbour.keys.authority().certificate(), certificate);
        try (var socket = new TlsSocket(harbour.port(), context)) {
            socket.send(TlsSocket.UPGRADE);
            return socket.rest();
        }
    }
}
