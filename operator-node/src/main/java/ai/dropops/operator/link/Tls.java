package ai.dropops.operator.link;

import ai.dropops.protocol.identity.Digest;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/** HTTP clients that speak TLS 1.3 and trust one authority. */
final class Tls {
    private static final Duration CONNECT = Duration.ofSeconds(10);

    private Tls() {}

    /** A client without a certificate; without a pin it trusts the authorities the Java runtime does. */
    static HttpClient anonymous(Optional<Digest> pin, ProxySelector proxy, Executor executor) {
        TrustManager @Nullable [] trust = pin.map(authority -> new TrustManager[] {new Pin(authority, List.of())})
                .orElse(null);
        return client(context(null, trust), proxy, executor);
    }

    static HttpClient authenticated(Credentials credentials, ProxySelector proxy, Executor executor) {
        var pin = new Pin(Certificates.digest(credentials.authority()), List.of(credentials.authority()));
        return client(context(new KeyManager[] {new OwnKey(credentials)}, new TrustManager[] {pin}), proxy, executor);
    }

    private static HttpClient client(SSLContext context, ProxySelector proxy, Executor executor) {
        var parameters = new SSLParameters();
        parameters.setProtocols(new String[] {"TLSv1.3"});
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT)
                .sslContext(context)
                .sslParameters(parameters)
                .proxy(proxy)
                .executor(executor)
                .build();
    }

    private static SSLContext context(KeyManager @Nullable [] keys, TrustManager @Nullable [] trust) {
        try {
            SSLContext context = SSLContext.getInstance("TLSv1.3");
            context.init(keys, trust, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java runtime speaks TLS 1.3", e);
        }
    }
}
