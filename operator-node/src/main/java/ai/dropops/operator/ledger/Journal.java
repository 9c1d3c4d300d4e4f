package ai.dropops.operator.ledger;

import ai.dropops.protocol.identity.Bytes;
import ai.dropops.protocol.identity.Digest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the last commits are made of. It is written and waited for once a commit, before git has any of it, so that none of
 * git's many small files has to be waited for: after a loss of power they are written again from here.
 *
 * <p>A record is one commit: the length of what follows its digest (4 bytes, big-endian), the SHA-256 of that (32), and for each
 * object its type (1), its length (4) and its bytes; the commit is the last. A torn record ends the file.
 */
final class Journal implements AutoCloseable {
    private static final long LIMIT = 2 << 20;
    private static final int HASH = 32;
    private static final int HEADER = Integer.BYTES + HASH;
    private static final int OBJECT_HEADER = 1 + Integer.BYTES;

    private final Path folder;
    private @Nullable FileChannel channel;
    private long length;

    private Journal(Path folder) {
        this.folder = folder;
    }

    static Journal in(Path folder) {
        return new Journal(folder);
    }

    /** The commits whose objects git may not have on the disk, in their order. */
    List<List<GitObject>> read() throws IOException {
        List<List<GitObject>> commits = new ArrayList<>(readFull());
        commits.addAll(read(current()));
        return commits;
    }

    /** Git has everything on the disk. */
    void clear() throws IOException {
        close();
        Files.deleteIfExists(full());
        Files.deleteIfExists(current());
    }

    /** Writes a commit's objects and waits until they are on the disk. */
    void append(List<GitObject> commit) throws IOException {
        FileChannel open = channel;
        if (open == null) {
            open = FileChannel.open(
                    current(),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.TRUNCATE_EXISTING,
                    StandardOpenOption.WRITE);
            channel = open;
            length = 0;
            Disk.await(folder);
        }
        ByteBuffer record = record(commit);
        long end = length + record.remaining();
        while (record.hasRemaining()) {
            open.write(record, end - record.remaining());
        }
        open.force(false);
        length = end;
    }

    /** Whether it is time to begin another one; not while the one before is still needed. */
    boolean isFull() {
        return length >= LIMIT && Files.notExists(full());
    }

    /** Sets what was written so far apart, until {@link #settled}. */
    void turnOver() throws IOException {
        close();
        Files.move(current(), full(), StandardCopyOption.ATOMIC_MOVE);
    }

    /** What was set apart. */
    List<List<GitObject>> readFull() throws IOException {
        return read(full());
    }

    /** Git has what was set apart. */
    void settled() throws IOException {
        Files.delete(full());
    }

    @Override
    public void close() throws IOException {
        if (channel != null) {
            channel.close();
            channel = null;
            length = 0;
        }
    }

    private Path current() {
        return folder.resolve("journal");
    }

    private Path full() {
        return folder.resolve("journal.full");
    }

    private static ByteBuffer record(List<GitObject> commit) {
        int size = commit.stream()
                .mapToInt(object -> OBJECT_HEADER + object.bytes().size())
                .sum();
        ByteBuffer record = ByteBuffer.allocate(HEADER + size);
        record.putInt(size).position(HEADER);
        for (GitObject object : commit) {
            record.put((byte) object.type())
                    .putInt(object.bytes().size())
                    .put(object.bytes().array());
        }
        record.put(Integer.BYTES, hash(record.slice(HEADER, size)));
        return record.flip();
    }

    private static List<List<GitObject>> read(Path file) throws IOException {
        List<List<GitObject>> commits = new ArrayList<>();
        if (Files.notExists(file)) {
            return commits;
        }
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
        while (bytes.remaining() > HEADER) {
            int size = bytes.getInt();
            var hash = new byte[HASH];
            bytes.get(hash);
            if (size <= 0 || size > bytes.remaining()) {
                return commits;
            }
            ByteBuffer body = bytes.slice(bytes.position(), size);
            if (!Arrays.equals(hash(body.duplicate()), hash)) {
                return commits;
            }
            commits.add(objects(body));
            bytes.position(bytes.position() + size);
        }
        return commits;
    }

    private static byte[] hash(ByteBuffer body) {
        MessageDigest sha256 = Digest.sha256();
        sha256.update(body);
        return sha256.digest();
    }

    private static List<GitObject> objects(ByteBuffer body) {
        var objects = new ArrayList<GitObject>();
        while (body.hasRemaining()) {
            int type = body.get();
            var bytes = new byte[body.getInt()];
            body.get(bytes);
            objects.add(new GitObject(type, Bytes.wrap(bytes)));
        }
        return objects;
    }
}
