package ai.dropops.operator.cli;

import ai.dropops.protocol.identity.ApiKey;
import java.nio.file.Path;
import java.util.Optional;

/** What can be done to the records of an operator that does not run; where no key is given, the host's own is meant. */
public sealed interface Task {
    /** Locks the vault, which {@code before} opens, with {@code next} instead. */
    record Rekey(Optional<ApiKey> before, Optional<ApiKey> next) implements Task {}

    /** Finds out whether everything is as it was written, and against what a control plane has witnessed. */
    record Verify(Optional<ApiKey> key, Optional<Path> witness) implements Task {}

    /** Writes the history as lines of JSON. */
    record Export(Optional<ApiKey> key, Path file) implements Task {}

    /** Destroys all of it. {@code confirmed} says that nobody needs to be asked. */
    record Reset(boolean confirmed) implements Task {}
}
