package ai.dropops.cluster.approval;

import ai.dropops.protocol.identity.Digest;
import java.util.function.UnaryOperator;

/**
 * The permit key of this control plane.
 *
 * @param key the digest operators pin it by
 * @param sign answers the Ed25519 signature over the message it is given
 */
public record PermitSigner(Digest key, UnaryOperator<byte[]> sign) {}
