package ai.dropops.load.swarm;

import ai.dropops.protocol.identity.Digest;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/** Trust in the one public key the install line names, and in nothing else. */
public final class PinnedServer extends X509ExtendedTrustManager {
    private static final Pattern PIN = Pattern.compile("sha256//([A-Za-z0-9+/=]+)");

    private final Digest key;

    private PinnedServer(Digest key) {
        this.key = key;
    }

    /** The pin inside an install line, {@code --pinnedpubkey 'sha256//…'}. */
    public static PinnedServer ofInstallLine(String line) {
        var pin = PIN.matcher(line);
        if (!pin.find()) {
            throw new IllegalArgumentException("the install line names no public key to pin");
        }
        return new PinnedServer(Digest.wrap(Base64.getDecoder().decode(pin.group(1))));
    }

    /** A client's TLS 1.3 context with this trust and no certificate of its own. */
    public SSLContext context() {
        try {
            var context = SSLContext.getInstance("TLSv1.3");
            context.init(null, new TrustManager[] {this}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java runtime has TLS 1.3", e);
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        if (!Digest.of(chain[0].getPublicKey().getEncoded()).matches(key)) {
            throw new CertificateException("the server's key is not the pinned one");
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        checkServerTrusted(chain, authType);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        checkServerTrusted(chain, authType);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw new CertificateException("operators never listen");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        checkClientTrusted(chain, authType);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        checkClientTrusted(chain, authType);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
