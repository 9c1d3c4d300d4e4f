package ai.dropops.protocol.action;

import ai.dropops.protocol.identity.Digest;

/**
 * How much one stream carried.
 *
 * @param bytes everything the process wrote, kept or not
 * @param sha256 over the same
 */
public record Volume(long bytes, Digest sha256) {
    public static final Volume NONE = new Volume(0, Digest.of(new byte[0]));
}
