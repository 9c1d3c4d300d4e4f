package ai.dropops.operator.files;

import ai.dropops.operator.ledger.Content;
import ai.dropops.operator.ledger.Entry;
import ai.dropops.operator.ledger.Ledger;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The versions of changed files: those of this host's ledger, or none where it keeps no records. */
final class Versions {
    static final Versions NONE = new Versions(null);

    private final @Nullable Ledger ledger;

    private Versions(@Nullable Ledger ledger) {
        this.ledger = ledger;
    }

    static Versions in(Ledger ledger) {
        return new Versions(ledger);
    }

    /** Keeps what is at {@code path} and answers the version's name; empty where none are kept. */
    Optional<String> record(String path, Content content, String message) throws IOException {
        return ledger == null ? Optional.empty() : Optional.of(ledger.record(path, content, message));
    }

    /** What {@code path} held in {@code version}; a {@link Failed} when there is no such version. */
    Content at(String version, String path) throws IOException {
        return kept().at(version, path).orElseThrow(() -> new Failed("the ledger has no version " + version));
    }

    List<Entry> history(String path) throws IOException {
        return kept().history(path);
    }

    Optional<Ledger.Around> around(String proposal, String path) throws IOException {
        return kept().around(proposal, path);
    }

    private Ledger kept() throws Failed {
        if (ledger == null) {
            throw new Failed("this host keeps no versions of files: its operator runs with --no-local-storage");
        }
        return ledger;
    }
}
