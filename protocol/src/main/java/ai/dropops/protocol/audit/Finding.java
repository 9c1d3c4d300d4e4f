package ai.dropops.protocol.audit;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What came of verifying a history.
 *
 * @param entries how many there are
 * @param witnessed the number of the last entry a control plane has counter-signed, 0 when none
 * @param witnessedAt the time of that, by the control plane's clock
 * @param independent whether a witness file was at hand, so that a history that was rolled back or written anew would show
 * @param tagged whether every entry's tag could be checked, which takes the start key in a witness file
 */
public record Finding(
        Optional<Flaw> flaw,
        long entries,
        long receipts,
        long witnessed,
        Optional<Instant> witnessedAt,
        boolean independent,
        boolean tagged) {
    public boolean holds() {
        return flaw.isEmpty();
    }

    /** What was found, a line each. */
    public List<String> lines() {
        if (flaw.isPresent()) {
            return List.of(flaw.get().line());
        }
        return List.of(
                "%d entries and %d receipts hold together".formatted(entries, receipts),
                witnessedAt
                        .map(at -> "witnessed up to entry %d, at %s".formatted(witnessed, at))
                        .orElse("not yet witnessed by any control plane"),
                witnessed < entries
                        ? "not yet witnessed: entries %d to %d".formatted(witnessed + 1, entries)
                        : "nothing is unwitnessed",
                independent
                        ? "compared with the control plane's own record"
                        : "not compared with the control plane's own record: a folder rolled back as a whole would not show; give --witness FILE",
                tagged ? "every entry's tag holds" : "tags are not checked: their first key is with the witness");
    }
}
