package ai.dropops.operator.vault;

import ai.dropops.protocol.sentinel.Catalogue;
import java.time.Duration;

/**
 * What output passes on its way into the record.
 *
 * @param catalogue the kinds of secrets that are replaced for readers
 * @param patience how long the beginning of what may become a secret is held back while nothing follows
 */
public record Sentinel(Catalogue catalogue, Duration patience) {
    /** Short enough for a person who waits for a prompt. */
    private static final Duration PATIENCE = Duration.ofMillis(50);

    /** The built-in kinds, made ready beside whatever else is done meanwhile. */
    public static Sentinel usual() {
        Catalogue catalogue = Catalogue.builtIn();
        Thread.ofPlatform().daemon().name("sentinel").start(catalogue::prepare);
        return new Sentinel(catalogue, PATIENCE);
    }
}
