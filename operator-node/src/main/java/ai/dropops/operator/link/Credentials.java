package ai.dropops.operator.link;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * What proves an operator to its control plane and the control plane to it.
 *
 * @param chain the operator's own certificate first
 */
public record Credentials(PrivateKey key, List<X509Certificate> chain, X509Certificate authority) {
    public Credentials {
        chain = List.copyOf(chain);
    }
}
