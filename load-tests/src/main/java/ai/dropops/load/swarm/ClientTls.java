package ai.dropops.load.swarm;

import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.OpenSslCachingX509KeyManagerFactory;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.security.KeyStore;
import java.security.Provider;
import java.security.Security;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.KeyManagerFactorySpi;
import javax.net.ssl.ManagerFactoryParameters;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** The client side of the operator port's TLS: version 1.3 only, one context for the whole swarm, BoringSSL where it loads. */
final class ClientTls {
    private ClientTls() {}

    static SslContext trusting(Authority authority, ClientKeys keys) {
        try {
            return SslContextBuilder.forClient()
                    .sslProvider(OpenSsl.isAvailable() ? SslProvider.OPENSSL : SslProvider.JDK)
                    .protocols("TLSv1.3")
                    .trustManager(ClientKeys.certificates(authority.ca()))
                    .keyManager(factory(keys))
                    // engines are made with the operator's id for a peer name, which no certificate carries
                    .endpointIdentificationAlgorithm("")
                    // a storm of full handshakes is what is measured
                    .sessionCacheSize(1)
                    .build();
        } catch (SSLException e) {
            throw new IllegalStateException("TLS 1.3 is not to be had", e);
        }
    }

    /** Keeps keys and certificates in BoringSSL's own form, so that dialling again does not convert them again. */
    private static KeyManagerFactory factory(ClientKeys keys) {
        var given = new Given(keys);
        return OpenSsl.isAvailable() ? new OpenSslCachingX509KeyManagerFactory(given, Integer.MAX_VALUE) : given;
    }

    /** A factory for key managers that are there already. */
    private static final class Given extends KeyManagerFactory {
        private static final Provider PROVIDER = Security.getProvider("SunJSSE");

        Given(ClientKeys keys) {
            super(new Spi(keys), PROVIDER, "swarm");
        }
    }

    private static final class Spi extends KeyManagerFactorySpi {
        private final ClientKeys keys;

        Spi(ClientKeys keys) {
            this.keys = keys;
        }

        @Override
        protected void engineInit(@Nullable KeyStore store, char @Nullable [] password) {}

        @Override
        protected void engineInit(@Nullable ManagerFactoryParameters parameters) {}

        @Override
        protected KeyManager[] engineGetKeyManagers() {
            return new KeyManager[] {keys};
        }
    }
}
