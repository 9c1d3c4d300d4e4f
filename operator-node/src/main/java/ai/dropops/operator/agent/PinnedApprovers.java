package ai.dropops.operator.agent;

import ai.dropops.protocol.action.Approvers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** The approver file a host holds on to: one that was accepted is given up only for a later one that its own people signed. */
final class PinnedApprovers {
    private static final int MAX_SIZE = 1 << 20;

    private PinnedApprovers() {}

    /**
     * Those without whose signatures nothing runs here: as {@code given} says and the file pinned in {@code folder} allows; an
     * IllegalArgumentException when the one may not follow the other.
     */
    static Optional<Approvers> in(Path folder, Optional<Path> given) throws IOException {
        Path pin = folder.resolve("approvers");
        if (given.isEmpty()) {
            if (Files.exists(pin)) {
                throw new IllegalArgumentException(
                        "this host acts only on its approvers' signatures: give --require-approver FILE again,"
                                + " or delete " + pin + " to give that up");
            }
            return Optional.empty();
        }
        String text = read(given.get());
        Approvers approvers = parse(text, given.get());
        if (!Files.exists(pin)) {
            KeyFiles.write(pin, text);
        } else if (!Files.readString(pin).equals(text)) {
            replace(pin, text, approvers, given.get());
        }
        return Optional.of(approvers);
    }

    private static void replace(Path pin, String text, Approvers next, Path file) throws IOException {
        Approvers pinned = parse(Files.readString(pin), pin);
        if (!pinned.yieldTo(next)) {
            throw new IllegalArgumentException(
                    "%s does not take the place of version %d: it needs a higher version and the signatures of %d people of that version (dropops keys sign)"
                            .formatted(file, pinned.version(), pinned.threshold()));
        }
        KeyFiles.write(pin, text);
    }

    private static Approvers parse(String text, Path file) {
        try {
            return Approvers.parse(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(file + " is no approver file: " + e.getMessage(), e);
        }
    }

    private static String read(Path file) throws IOException {
        try {
            if (Files.size(file) > MAX_SIZE) {
                throw new IllegalArgumentException(file + " is too large for an approver file");
            }
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (NoSuchFileException e) {
            throw new IllegalArgumentException("there is no approver file " + file, e);
        }
    }
}
