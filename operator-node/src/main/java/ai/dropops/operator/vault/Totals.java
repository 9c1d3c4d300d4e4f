package ai.dropops.operator.vault;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** The file beside a finished recording that says how much there was. */
final class Totals {
    static final String NAME = "end";

    private Totals() {}

    static void write(Path folder, Offsets total) throws IOException {
        var bytes = ByteBuffer.allocate(2 * Long.BYTES).putLong(total.stdout()).putLong(total.stderr());
        Files.write(folder.resolve(NAME), bytes.array());
    }

    static Optional<Offsets> read(Path folder) throws IOException {
        try {
            var bytes = ByteBuffer.wrap(Files.readAllBytes(folder.resolve(NAME)));
            return bytes.remaining() == 2 * Long.BYTES
                    ? Optional.of(new Offsets(bytes.getLong(), bytes.getLong()))
                    : Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }
}
