package ai.dropops.operator.confine;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

/** A Landlock ruleset: of the rights it handles only those it grants remain. Any thread may put it on. */
final class Ruleset implements AutoCloseable {
    static final long EXECUTE = 1;
    static final long READ_FILE = 1 << 2;
    static final long READ_FOLDER = 1 << 3;
    /** Every right over files that Landlock knew at the version in which it was last looked at. */
    static final long EVERYTHING = (1 << 16) - 1;
    /** Looking at files and running them. */
    static final long READING = EXECUTE | READ_FILE | READ_FOLDER;
    /** The lowest version that sees files being cut short; what it cannot see it cannot forbid. */
    static final int LOWEST = 3;
    /** The version that keeps signals and abstract sockets inside. */
    static final int SCOPES = 6;

    private static final long WRITE_FILE = 1 << 1;
    private static final long TRUNCATE = 1 << 14;
    private static final long DEVICE_CONTROL = 1 << 15;
    private static final int DEVICE_CONTROL_SINCE = 5;
    /** The rights that make sense for what is not a folder. */
    private static final long OF_FILES = EXECUTE | WRITE_FILE | READ_FILE | TRUNCATE | DEVICE_CONTROL;

    private static final int NETWORK_SINCE = 4;
    private static final long TCP = 3;
    private static final long BOTH_SCOPES = 3;
    private static final long VERSION = 1;
    private static final long PATH_BENEATH = 1;

    private final Kernel kernel;
    private final long handled;
    private final long fd;

    /**
     * A ruleset that grants nothing yet.
     *
     * @param files the rights over files to be handled, as far as the kernel knows them
     * @param network whether TCP is handled too
     */
    Ruleset(Kernel kernel, long files, boolean network) throws IOException {
        int version = version(kernel);
        this.kernel = kernel;
        this.handled = version >= DEVICE_CONTROL_SINCE ? files : files & ~DEVICE_CONTROL;
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment attributes = arena.allocate(3 * Long.BYTES, Long.BYTES);
            attributes.setAtIndex(JAVA_LONG, 0, handled);
            attributes.setAtIndex(JAVA_LONG, 1, network ? TCP : 0);
            attributes.setAtIndex(JAVA_LONG, 2, BOTH_SCOPES);
            long words = version >= SCOPES ? 3 : version >= NETWORK_SINCE ? 2 : 1;
            this.fd = kernel.require(
                    "Landlock", Syscall.LANDLOCK_CREATE_RULESET, attributes.address(), words * Long.BYTES);
        }
    }

    /** The version of Landlock the kernel speaks, 0 for none. */
    static int version(Kernel kernel) {
        return (int) Math.max(0, kernel.call(Syscall.LANDLOCK_CREATE_RULESET, 0, 0, VERSION));
    }

    /** Grants {@code rights} on {@code path} and all below it; what is not there needs none. */
    void grant(Path path, long rights) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            long there = kernel.call(
                    Syscall.OPENAT,
                    Kernel.AT_FDCWD,
                    arena.allocateFrom(path.toString()).address(),
                    Kernel.O_PATH | Kernel.O_CLOEXEC | kernel.architecture.noFollow);
            if (there >= 0) {
                try {
                    add(arena, path, there, rights & handled);
                } finally {
                    kernel.call(Syscall.CLOSE, there);
                }
            }
        }
    }

    private void add(Arena arena, Path path, long there, long rights) throws IOException {
        MemorySegment rule = arena.allocate(Long.BYTES + Integer.BYTES, Long.BYTES);
        rule.set(JAVA_LONG_UNALIGNED, 0, rights);
        rule.set(JAVA_INT_UNALIGNED, Long.BYTES, (int) there);
        long result = kernel.call(Syscall.LANDLOCK_ADD_RULE, fd, PATH_BENEATH, rule.address(), 0);
        if (result == -Kernel.EINVAL && (rights & OF_FILES) != 0) {
            rule.set(JAVA_LONG_UNALIGNED, 0, rights & OF_FILES);
            result = kernel.call(Syscall.LANDLOCK_ADD_RULE, fd, PATH_BENEATH, rule.address(), 0);
        }
        if (result < 0 && result != -Kernel.EINVAL) {
            throw new IOException("Landlock does not take a rule for " + path + ": error " + -result);
        }
    }

    /** Puts it on the thread that calls; what the kernel answered. */
    long restrict() {
        return kernel.call(Syscall.LANDLOCK_RESTRICT_SELF, fd, 0);
    }

    @Override
    public void close() {
        kernel.call(Syscall.CLOSE, fd);
    }
}
