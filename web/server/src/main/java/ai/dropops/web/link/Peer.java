package ai.dropops.web.link;

import ai.dropops.persistence.secrets.Authority;
import ai.dropops.protocol.identity.Digest;
import ai.dropops.protocol.identity.OperatorId;
import ai.dropops.web.auth.Problem;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/** Who is at the other end of a TLS session, judged anew for every session: a resumed one asks no trust manager. */
sealed interface Peer {
    /**
     * An operator with a certificate of ours; whether it still counts is for its entity to say.
     *
     * @param key SHA-256 of the certificate's SubjectPublicKeyInfo
     */
    record Known(OperatorId operator, Digest key) implements Peer {}

    /** Anybody else. */
    record Unknown(Problem problem) implements Peer {}

    String ENROL_AGAIN = "Start the operator with its API key again, so that it enrols anew.";

    static Peer in(SSLSession session, Authority authority, Instant now) {
        try {
            var certificate = (X509Certificate) session.getPeerCertificates()[0];
            Optional<String> name = authority.client(certificate);
            if (name.isEmpty()) {
                return new Unknown(Problem.forbidden(
                        "certificate-foreign",
                        "The certificate was not issued to an operator by this control plane.",
                        ENROL_AGAIN));
            }
            certificate.checkValidity(Date.from(now));
            Digest key = Digest.of(certificate.getPublicKey().getEncoded());
            return new Known(new OperatorId(name.get()), key);
        } catch (SSLPeerUnverifiedException _) {
            return new Unknown(new Problem(
                    401,
                    "certificate-needed",
                    "Only operators that enrolled can open a link, and no certificate was shown.",
                    ENROL_AGAIN));
        } catch (CertificateExpiredException | CertificateNotYetValidException _) {
            return new Unknown(Problem.forbidden(
                    "certificate-expired",
                    "The certificate does not hold at this time, which is " + now + " here.",
                    ENROL_AGAIN + " If it is valid by its own dates, set the clock of the host."));
        }
    }
}
