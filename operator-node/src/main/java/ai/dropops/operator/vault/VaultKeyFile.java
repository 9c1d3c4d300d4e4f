package ai.dropops.operator.vault;

import ai.dropops.protocol.identity.SealingKey;
import ai.dropops.protocol.identity.Secret;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;

/**
 * What locks the vault of a host that is given no API key: random bytes in a file beside it. They keep a copy that leaves
 * them out unreadable, and nothing more.
 */
public final class VaultKeyFile {
    public static final String NAME = "vault.key";

    private static final int BYTES = 32;

    private VaultKeyFile() {}

    /** The key in {@code folder}, made when it is not there. */
    public static Secret in(Folder folder) throws IOException {
        Optional<Secret> found = find(folder);
        if (found.isPresent()) {
            return found.get();
        }
        var made = new Secret(HexFormat.of().formatHex(SealingKey.random(BYTES)));
        Path fresh = folder.resolve(NAME + ".new");
        Files.deleteIfExists(fresh);
        try (var file = Files.newByteChannel(
                fresh,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.SYNC),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            file.write(ByteBuffer.wrap(made.reveal().getBytes(StandardCharsets.US_ASCII)));
        }
        Files.move(fresh, folder.resolve(NAME), StandardCopyOption.ATOMIC_MOVE);
        return made;
    }

    /** The key in {@code folder}, if the host has ever needed one. */
    public static Optional<Secret> find(Folder folder) throws IOException {
        Path file = folder.resolve(NAME);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        String text = Files.readString(file).strip();
        if (!text.matches("[0-9a-f]{" + 2 * BYTES + "}")) {
            throw new IOException(file + " is damaged; put it back, the vault opens with nothing else");
        }
        return Optional.of(new Secret(text));
    }

    /** Another key has taken its place. */
    public static void forget(Folder folder) throws IOException {
        Files.deleteIfExists(folder.resolve(NAME));
    }
}
