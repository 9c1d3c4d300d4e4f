package ai.dropops.load.swarm;

import ai.dropops.protocol.identity.Bytes;
import ai.dropops.protocol.identity.Fingerprint;
import ai.dropops.protocol.identity.OperatorId;
import ai.dropops.protocol.identity.WorkspaceId;

/**
 * What a simulated operator is known by, kept between runs.
 *
 * @param tlsKey the P-256 private key, PKCS#8
 * @param certificate the chain as the control plane gave it, PEM
 * @param receiptKey the Ed25519 private key, raw
 */
public record Identity(
        OperatorId operator,
        WorkspaceId workspace,
        String hostname,
        Bytes tlsKey,
        String certificate,
        Bytes receiptKey) {
    /** The machine the operator claims to run on; each has its own. */
    public Fingerprint fingerprint() {
        return fingerprint(hostname);
    }

    static Fingerprint fingerprint(String hostname) {
        return Fingerprint.of("simulated", "linux", "amd64", 2, hostname);
    }
}
