package ai.dropops.protocol.action;

import ai.dropops.protocol.identity.Digest;

/**
 * An amount of output.
 *
 * @param bytes all of it, kept or not
 * @param sha256 over the same
 */
public record Volume(long bytes, Digest sha256) {
    public static final Volume NONE = new Volume(0, Digest.of(new byte[0]));
}
