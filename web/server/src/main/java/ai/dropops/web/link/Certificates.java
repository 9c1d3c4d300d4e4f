package ai.dropops.web.link;

import ai.dropops.persistence.secrets.Authority;
import ai.dropops.protocol.identity.OperatorId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** The issuing of operators' certificates: the subject is the operator's id, whatever was asked for. */
final class Certificates {
    private static final Duration BACKDATED = Duration.ofMinutes(10);

    private final Authority authority;
    private final Duration term;
    private final Clock clock;

    Certificates(Authority authority, Duration term, Clock clock) {
        this.authority = authority;
        this.term = term;
        this.clock = clock;
    }

    /** A certificate for the key of {@code request}, followed by the authority's, in PEM. */
    String issue(OperatorId operator, CertificateRequest request) {
        Instant now = clock.instant();
        var validity = new Authority.Term(now.minus(BACKDATED), now.plus(term));
        return Pem.of(authority.issueClient(request.key(), operator.value(), validity), authority.certificate());
    }

    String authority() {
        return Pem.of(authority.certificate());
    }
}
