package ai.dropops.operator.files;

import ai.dropops.operator.ledger.Content;
import ai.dropops.protocol.action.FileAction;
import ai.dropops.protocol.identity.Bytes;
import ai.dropops.protocol.identity.Digest;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** A name in an open folder: where a file is or may come to be, whatever happens to the path that led there. */
record Place(Descriptor folder, String path) implements AutoCloseable {
    /** What has no files but windows into the kernel: proc, sysfs, cgroup, debugfs, tracefs, securityfs, devpts, bpf, configfs, efivarfs. */
    private static final Set<Long> OF_THE_KERNEL = Set.of(
            0x9fa0L,
            0x62656572L,
            0x27e0ebL,
            0x63677270L,
            0x64626720L,
            0x74726163L,
            0x73636673L,
            0x1cd1L,
            0xcafe4a11L,
            0x62656570L,
            0xde5e81e4L);

    private static final int BUFFER = 64 * 1024;

    /** A file at a place, open for reading. */
    record Found(Descriptor descriptor, Facts facts) implements AutoCloseable {
        @Override
        public void close() {
            descriptor.close();
        }
    }

    static Place of(String path, Resolution resolution) throws Failed {
        int slash = path.lastIndexOf('/');
        return new Place(resolution.folder(slash == 0 ? "/" : path.substring(0, slash), Libc.O_RDONLY), path);
    }

    String name() {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** The file there, if there is one; a {@link Failed} when it is anything but a file of its own. */
    Optional<Found> open() throws Failed {
        // a descriptor that cannot read yet: opening a device or a pipe for reading has effects
        try (var named = new Descriptor(Libc.openat(folder.fd(), name(), Libc.O_PATH | Libc.O_NOFOLLOW, 0))) {
            Facts facts = named.facts();
            if (!facts.isFile()) {
                throw new Failed(path + " is no regular file (" + facts.modeText() + ")");
            }
            if (OF_THE_KERNEL.contains(Libc.fileSystem(named.fd()))) {
                throw new Failed(path + " is a window into the kernel; use a command, which is confined");
            }
            if (facts.couldBePlantedIn(folder.facts())) {
                throw new Failed(path + " is one of " + facts.names()
                        + " names of a file, in a folder others write to; it may be another's file");
            }
            int fd = Libc.open(Libc.reopened(named.fd()), Libc.O_RDONLY | Libc.O_NONBLOCK);
            return Optional.of(new Found(new Descriptor(fd), facts));
        } catch (Failed e) {
            if (e.errno() == Libc.ENOENT) {
                return Optional.empty();
            }
            throw e.errno() == 0 ? e : new Failed(path + ": " + e.getMessage(), e.errno());
        }
    }

    /** What is there, at most {@code limit} bytes of it; a {@link Failed} when it is more. */
    Content content(long limit) throws Failed {
        Optional<Found> opened = open();
        if (opened.isEmpty()) {
            return new Content.Absent();
        }
        try (Found found = opened.get()) {
            var all = new ByteArrayOutputStream(
                    (int) Math.min(limit, found.facts().size()));
            read(found, limit, part -> {
                var bytes = new byte[part.remaining()];
                part.get(bytes);
                all.writeBytes(bytes);
            });
            return new Content.Present(
                    Bytes.wrap(all.toByteArray()), found.facts().isExecutable());
        }
    }

    /** The digest of what is there now, without keeping it. */
    Digest digest(long limit) throws Failed {
        Optional<Found> opened = open();
        if (opened.isEmpty()) {
            return FileAction.ABSENT;
        }
        try (Found found = opened.get()) {
            MessageDigest sha256 = Digest.sha256();
            read(found, limit, sha256::update);
            return Digest.wrap(sha256.digest());
        }
    }

    private void read(Found found, long limit, Consumer<ByteBuffer> part) throws Failed {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment buffer = arena.allocate(BUFFER);
            long done = 0;
            int count = Libc.read(found.descriptor().fd(), buffer, 0);
            while (count > 0) {
                done += count;
                if (done > limit) {
                    throw new Failed(path + " is larger than the " + limit + " bytes the policy allows");
                }
                part.accept(buffer.asByteBuffer().limit(count));
                count = Libc.read(found.descriptor().fd(), buffer, done);
            }
        }
    }

    static Digest digest(Content content) {
        return switch (content) {
            case Content.Absent _ -> FileAction.ABSENT;
            case Content.Present(var bytes, boolean _) -> Digest.of(bytes.array());
        };
    }

    @Override
    public void close() {
        folder.close();
    }
}
