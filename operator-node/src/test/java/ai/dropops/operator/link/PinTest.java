package ai.dropops.operator.link;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.dropops.operator.control.Authority;
import ai.dropops.protocol.identity.Digest;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.api.Test;

class PinTest {
    private final Authority ours = new Authority();
    private final Authority other = new Authority();
    private final Digest digest = Certificates.digest(ours.certificate());

    @Test
    void aServerOfThePinnedAuthorityIsTrusted() {
        assertThatCode(() -> check(List.of(), server(ours, Duration.ofDays(1)), ours.certificate()))
                .doesNotThrowAnyException();
        assertThatCode(() -> check(List.of(ours.certificate()), server(ours, Duration.ofDays(1))))
                .doesNotThrowAnyException();
    }

    @Test
    void anythingElseIsNot() {
        assertRefused("pinned authority", List.of(), server(other, Duration.ofDays(1)), other.certificate());
        assertRefused("does not hold", List.of(), server(other, Duration.ofDays(1)), ours.certificate());
        assertRefused("pinned authority", List.of(), server(ours, Duration.ofDays(1)));
        assertRefused("own certificate", List.of(), ours.certificate());
        assertRefused("does not hold", List.of(), server(ours, Duration.ofMillis(1)), ours.certificate());
    }

    @Test
    void anOperatorsCertificateDoesNotMakeAServer() {
        X509Certificate operator =
                ours.sign("operator", Authority.p256().getPublic(), KeyPurposeId.id_kp_clientAuth, Duration.ofDays(1));
        assertRefused("not a server's", List.of(), operator, ours.certificate());
    }

    private static X509Certificate server(Authority authority, Duration life) {
        return authority.sign("server", Authority.p256().getPublic(), KeyPurposeId.id_kp_serverAuth, life);
    }

    private void check(List<X509Certificate> known, X509Certificate... chain) throws CertificateException {
        new Pin(digest, known).checkServerTrusted(chain, "UNKNOWN");
    }

    private void assertRefused(String why, List<X509Certificate> known, X509Certificate... chain) {
        assertThatThrownBy(() -> check(known, chain))
                .isInstanceOf(CertificateException.class)
                .hasMessageContaining(why);
    }
}
