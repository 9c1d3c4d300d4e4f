package ai.dropops.protocol.action;

/**
 * What one stream of an execution came to. No digest of what was written is told: with one, whoever is shown the rest could
 * find a short secret by trying.
 *
 * @param shown what leaves the host when somebody reads it: as written, but for what the Sentinel replaces
 * @param written the bytes the process wrote; they stay on the host
 */
public record Output(Volume shown, long written) {
    public static final Output NONE = plain(Volume.NONE);

    /** Output of which nothing is replaced. */
    public static Output plain(Volume volume) {
        return new Output(volume, volume.bytes());
    }
}
