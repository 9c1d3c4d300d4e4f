package ai.dropops.operator.vault;

import ai.dropops.protocol.audit.ChainKey;
import ai.dropops.protocol.identity.SealingKey;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/**
 * The key the next entry will be authenticated by, sealed, in a file of its own that is overwritten in place: a database
 * would keep the keys before it in its log. It is written twice, so that one copy is whole whenever the process dies.
 */
final class ChainFile implements AutoCloseable {
    private static final int COPY = 512;
    private static final int SEALED = 1 + 12 + ChainKey.SIZE + 16;

    private final FileChannel channel;
    private final SealingKey vaultKey;

    /** The key after entry {@code number}. */
    record At(long number, ChainKey key) {
        At next() {
            return new At(number + 1, key.next());
        }
    }

    private ChainFile(FileChannel channel, SealingKey vaultKey) {
        this.channel = channel;
        this.vaultKey = vaultKey;
    }

    static ChainFile open(Path file, SealingKey vaultKey) throws IOException {
        FileChannel channel = FileChannel.open(
                file,
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        return new ChainFile(channel, vaultKey);
    }

    static void delete(Path file) throws IOException {
        Files.deleteIfExists(file);
    }

    /** What is in it, unless neither copy is whole and of this vault. */
    Optional<At> read() throws IOException {
        Optional<At> first = read(0);
        return first.isPresent() ? first : read(COPY);
    }

    void write(At at) throws IOException {
        byte[] sealed = vaultKey.seal(place(at.number()), at.key().reveal());
        for (long position = 0; position <= COPY; position += COPY) {
            var copy = ByteBuffer.allocate(Long.BYTES + SEALED)
                    .putLong(at.number())
                    .put(sealed)
                    .flip();
            while (copy.hasRemaining()) {
                channel.write(copy, position + copy.position());
            }
        }
    }

    private Optional<At> read(long position) throws IOException {
        var copy = ByteBuffer.allocate(Long.BYTES + SEALED);
        while (copy.hasRemaining() && channel.read(copy, position + copy.position()) >= 0) {}
        if (copy.hasRemaining()) {
            return Optional.empty();
        }
        copy.flip();
        long number = copy.getLong();
        var sealed = new byte[SEALED];
        copy.get(sealed);
        return vaultKey.open(place(number), sealed).map(key -> new At(number, ChainKey.wrap(key)));
    }

    private static String place(long number) {
        return "chain-key/" + number;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
