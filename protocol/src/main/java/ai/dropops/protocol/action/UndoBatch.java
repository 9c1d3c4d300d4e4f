package ai.dropops.protocol.action;

import ai.dropops.protocol.identity.BatchId;
import java.util.List;

/**
 * Takes back what a batch changed in files of a host: each is given what it held before, if it still holds what the batch
 * left. What that was the host knows from its ledger.
 *
 * @param paths of the files, in order and each once; no other is touched
 */
public record UndoBatch(BatchId batch, List<String> paths) implements Action {
    /** How many files one undo may name. */
    public static final int MOST_PATHS = 100;

    public UndoBatch {
        paths = paths.stream().distinct().sorted().toList();
        if (paths.isEmpty() || paths.size() > MOST_PATHS) {
            throw new IllegalArgumentException("an undo names 1 to " + MOST_PATHS + " files");
        }
        paths.forEach(FileAction.Checks::path);
    }

    @Override
    public String type() {
        return "undo-batch";
    }

    @Override
    public Profile profile() {
        return Profile.CHANGE;
    }

    /** For people: {@code undo ba_…: /etc/motd}. */
    public String words() {
        return "undo " + batch + ": " + String.join(", ", paths);
    }
}
