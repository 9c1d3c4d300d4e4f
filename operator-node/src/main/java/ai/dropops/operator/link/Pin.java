package ai.dropops.operator.link;

import ai.dropops.protocol.identity.Digest;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Trust in servers whose chain ends in one certificate authority, known by the SHA-256 of its certificate. The authority
 * is a control plane's own and gives server certificates to nobody else, so the name in them does not matter; but it
 * signs operators' certificates too, so they must be made for servers.
 */
final class Pin extends X509ExtendedTrustManager {
    private static final String SERVER_AUTH = "1.3.6.1.5.5.7.3.1";

    private final Digest authority;
    /** The pinned certificate where it is known; otherwise it must come with the chain. */
    private final List<X509Certificate> known;

    Pin(Digest authority, List<X509Certificate> known) {
        this.authority = authority;
        this.known = List.copyOf(known);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        X509Certificate anchor = anchor(chain);
        List<X509Certificate> path =
                Arrays.stream(chain).filter(each -> !each.equals(anchor)).toList();
        if (path.isEmpty()) {
            throw new CertificateException("the server shows the authority's own certificate");
        }
        List<String> uses = path.getFirst().getExtendedKeyUsage();
        if (uses == null || !uses.contains(SERVER_AUTH)) {
            throw new CertificateException("the certificate shown is not a server's");
        }
        try {
            var parameters = new PKIXParameters(Set.of(new TrustAnchor(anchor, null)));
            parameters.setRevocationEnabled(false);
            CertPathValidator.getInstance("PKIX")
                    .validate(CertificateFactory.getInstance("X.509").generateCertPath(path), parameters);
        } catch (GeneralSecurityException e) {
            throw new CertificateException("the server's certificate does not hold: " + e.getMessage(), e);
        }
    }

    private X509Certificate anchor(X509Certificate[] chain) throws CertificateException {
        for (X509Certificate each : chain) {
            if (Certificates.digest(each).matches(authority)) {
                return each;
            }
        }
        for (X509Certificate each : known) {
            if (Certificates.digest(each).matches(authority)) {
                return each;
            }
        }
        throw new CertificateException(
                "the server's certificate does not come from the pinned authority " + authority.hex());
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
        throw new CertificateException("an operator accepts no connections");
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
        return known.toArray(X509Certificate[]::new);
    }
}
