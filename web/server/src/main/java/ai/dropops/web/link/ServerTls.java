package ai.dropops.web.link;

import ai.dropops.persistence.secrets.Authority;
import ai.dropops.persistence.secrets.ControlKeys;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.SSLException;

/** The TLS of the operators' port: version 1.3 only, a client certificate wanted from everybody and demanded on links. */
final class ServerTls {
    private static final Duration BACKDATED = Duration.ofDays(1);

    private ServerTls() {}

    /** Operators pin the authority and the key, so the certificate is made at each start and lasts as long as the authority. */
    static SslContext context(ControlKeys keys, LinkSettings.Tls tls, List<String> names, Instant now) {
        X509Certificate authority = keys.authority().certificate();
        var term =
                new Authority.Term(now.minus(BACKDATED), authority.getNotAfter().toInstant());
        X509Certificate own = keys.authority().issueServer(keys.server().getPublic(), names, term);
        try {
            return SslContextBuilder.forServer(keys.server().getPrivate(), own, authority)
                    .sslProvider(provider(tls))
                    .protocols("TLSv1.3")
                    .clientAuth(ClientAuth.OPTIONAL)
                    .trustManager(new AnyClient(authority))
                    .build();
        } catch (SSLException e) {
            throw new IllegalStateException("TLS 1.3 cannot be had from " + provider(tls), e);
        }
    }

    private static SslProvider provider(LinkSettings.Tls tls) {
        return switch (tls) {
            case JDK -> SslProvider.JDK;
            case BORINGSSL -> SslProvider.OPENSSL;
            case AUTO -> OpenSsl.isAvailable() ? SslProvider.OPENSSL : SslProvider.JDK;
        };
    }
}
