package ai.dropops.operator.files;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The calls of the C library that work on descriptors instead of paths. */
@SuppressWarnings("restricted") // native code is what this class is for
final class Libc {
    static final int ENOENT = 2;
    static final int ENOTDIR = 20;
    static final int ENOSYS = 38;
    static final int ELOOP = 40;
    private static final int EINTR = 4;
    private static final int ENODATA = 61;
    private static final int EOPNOTSUPP = 95;

    static final int O_RDONLY = 0;
    static final int O_WRONLY = 1;
    static final int O_CREAT = 0100;
    static final int O_EXCL = 0200;
    static final int O_NONBLOCK = 04000;
    static final int O_CLOEXEC = 02000000;
    static final int O_PATH = 010000000;
    /** These two differ between architectures. */
    static final int O_DIRECTORY;

    static final int O_NOFOLLOW;

    static final int RENAME_NOREPLACE = 1;

    private static final long SYS_OPENAT2 = 437;
    private static final int OPEN_HOW_SIZE = 24;
    private static final long RESOLVE_NO_MAGICLINKS = 2;
    private static final long RESOLVE_NO_SYMLINKS = 4;
    private static final long RESOLVE_BENEATH = 8;
    private static final int AT_FDCWD = -100;
    private static final int AT_SYMLINK_NOFOLLOW = 0x100;
    private static final int AT_EMPTY_PATH = 0x1000;
    private static final int MAX_PATH = 4096;
    private static final int MAX_ATTRIBUTE = 64 * 1024;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final StructLayout STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO = STATE.varHandle(PathElement.groupElement("errno"));

    private static final MethodHandle SYSCALL = call(
            "syscall",
            FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_INT, ADDRESS, ADDRESS, JAVA_LONG),
            Linker.Option.firstVariadicArg(1));
    private static final MethodHandle OPENAT = call(
            "openat",
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT),
            Linker.Option.firstVariadicArg(3));
    private static final MethodHandle CLOSE = call("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    private static final MethodHandle PREAD =
            call("pread", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_LONG));
    private static final MethodHandle WRITE =
            call("write", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));
    private static final MethodHandle STATX =
            call("statx", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT, ADDRESS));
    private static final MethodHandle FSTATFS = call("fstatfs", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS));
    private static final MethodHandle READLINK =
            call("readlink", FunctionDescriptor.of(JAVA_LONG, ADDRESS, ADDRESS, JAVA_LONG));
    private static final MethodHandle GETDENTS =
            call("getdents64", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));
    private static final MethodHandle FCHOWN =
            call("fchown", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
    private static final MethodHandle FCHMOD = call("fchmod", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
    private static final MethodHandle FSYNC = call("fsync", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    private static final MethodHandle RENAMEAT2 =
            call("renameat2", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle UNLINKAT =
            call("unlinkat", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle FLISTXATTR =
            call("flistxattr", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));
    private static final MethodHandle FGETXATTR =
            call("fgetxattr", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, ADDRESS, JAVA_LONG));
    private static final MethodHandle FSETXATTR =
            call("fsetxattr", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, ADDRESS, JAVA_LONG, JAVA_INT));
    private static final MethodHandle STRERROR =
            LINKER.downcallHandle(symbol("strerror"), FunctionDescriptor.of(ADDRESS, JAVA_INT));

    static {
        boolean arm = System.getProperty("os.arch").equals("aarch64");
        O_DIRECTORY = arm ? 040000 : 0200000;
        O_NOFOLLOW = arm ? 0100000 : 0400000;
    }

    private Libc() {}

    private static MemorySegment symbol(String name) {
        return LINKER.defaultLookup()
                .find(name)
                .orElseThrow(() -> new UnsupportedOperationException(
                        "this system's C library has no " + name + "; file actions need glibc 2.30 or newer"));
    }

    private static MethodHandle call(String name, FunctionDescriptor shape, Linker.Option... options) {
        Linker.Option[] all = Arrays.copyOf(options, options.length + 1);
        all[options.length] = Linker.Option.captureCallState("errno");
        return LINKER.downcallHandle(symbol(name), shape, all);
    }

    private interface Call {
        long on(Arena arena, MemorySegment state) throws Throwable;
    }

    /** The result of {@code call}, again when a signal came between; a {@link Failed} with {@code what} in its message. */
    private static long result(String what, Call call) throws Failed {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            while (true) {
                long result = call.on(arena, state);
                if (result >= 0) {
                    return result;
                }
                int errno = (int) ERRNO.get(state, 0L);
                if (errno != EINTR) {
                    throw new Failed(what + ": " + message(errno), errno);
                }
            }
        } catch (Failed e) {
            throw e;
        } catch (Throwable e) {
            throw e instanceof RuntimeException bug ? bug : new IllegalStateException(e);
        }
    }

    /** Opens {@code path} below {@code folder} without following any link in it. */
    static int openBeneath(int folder, String path, int flags) throws Failed {
        return (int) result(path, (arena, state) -> {
            MemorySegment how = arena.allocate(OPEN_HOW_SIZE, Long.BYTES);
            how.set(JAVA_LONG, 0, flags | O_CLOEXEC);
            how.set(JAVA_LONG, 2 * Long.BYTES, RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS);
            return (long) SYSCALL.invokeExact(
                    state, SYS_OPENAT2, folder, arena.allocateFrom(path), how, (long) OPEN_HOW_SIZE);
        });
    }

    static int openat(int folder, String name, int flags, int mode) throws Failed {
        return (int) result(name, (arena, state) ->
                (int) OPENAT.invokeExact(state, folder, arena.allocateFrom(name), flags | O_CLOEXEC, mode));
    }

    static int open(String path, int flags) throws Failed {
        return openat(AT_FDCWD, path, flags, 0);
    }

    static void close(int fd) {
        try (Arena arena = Arena.ofConfined()) {
            int _ = (int) CLOSE.invokeExact(arena.allocate(STATE), fd);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /** The number of bytes read, 0 at the end. */
    static int read(int fd, MemorySegment buffer, long offset) throws Failed {
        return (int)
                result("read", (_, state) -> (long) PREAD.invokeExact(state, fd, buffer, buffer.byteSize(), offset));
    }

    static void write(int fd, byte[] content) throws Failed {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment rest = arena.allocateFrom(JAVA_BYTE, content);
            while (rest.byteSize() > 0) {
                MemorySegment part = rest;
                long count = result("write", (_, state) -> (long) WRITE.invokeExact(state, fd, part, part.byteSize()));
                rest = rest.asSlice(count);
            }
        }
    }

    static Facts facts(int fd) throws Failed {
        return facts(fd, "", AT_EMPTY_PATH);
    }

    /** Of what {@code name} in {@code folder} is, a link itself. */
    static Facts facts(int folder, String name) throws Failed {
        return facts(folder, name, AT_SYMLINK_NOFOLLOW);
    }

    private static Facts facts(int fd, String name, int flags) throws Failed {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment statx = arena.allocate(Facts.SIZE, Long.BYTES);
            result(name, (own, state) ->
                    (int) STATX.invokeExact(state, fd, own.allocateFrom(name), flags, Facts.WANTED, statx));
            return Facts.of(statx);
        }
    }

    /** The kind of file system, as {@code linux/magic.h} has it. */
    static long fileSystem(int fd) throws Failed {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment statfs = arena.allocate(256, Long.BYTES);
            result("fstatfs", (_, state) -> (int) FSTATFS.invokeExact(state, fd, statfs));
            return statfs.get(JAVA_LONG, 0);
        }
    }

    /** The path the kernel knows an open descriptor by. */
    static String pathOf(int fd) throws Failed {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment buffer = arena.allocate(MAX_PATH);
            long length = result("readlink", (own, state) ->
                    (long) READLINK.invokeExact(state, own.allocateFrom(reopened(fd)), buffer, buffer.byteSize()));
            return new String(buffer.asSlice(0, length).toArray(JAVA_BYTE), StandardCharsets.UTF_8);
        }
    }

    /** A path that opens what {@code fd} is open on once more, whatever became of its name. */
    static String reopened(int fd) {
        return "/proc/self/fd/" + fd;
    }

    /** The next names in an open folder; none at the end. */
    static List<byte[]> names(int folder) throws Failed {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment buffer = arena.allocate(64 * 1024, Long.BYTES);
            long filled = result(
                    "getdents", (_, state) -> (long) GETDENTS.invokeExact(state, folder, buffer, buffer.byteSize()));
            var names = new ArrayList<byte[]>();
            for (long at = 0; at < filled; at += Short.toUnsignedInt(buffer.get(Facts.SHORT, at + 16))) {
                names.add(text(buffer.asSlice(at + 19, filled - at - 19)));
            }
            return names;
        }
    }

    private static byte[] text(MemorySegment from) {
        long end = 0;
        while (from.get(JAVA_BYTE, end) != 0) {
            end++;
        }
        return from.asSlice(0, end).toArray(JAVA_BYTE);
    }

    static void chown(int fd, int owner, int group) throws Failed {
        result("fchown", (_, state) -> (int) FCHOWN.invokeExact(state, fd, owner, group));
    }

    static void chmod(int fd, int mode) throws Failed {
        result("fchmod", (_, state) -> (int) FCHMOD.invokeExact(state, fd, mode));
    }

    static void sync(int fd) throws Failed {
        result("fsync", (_, state) -> (int) FSYNC.invokeExact(state, fd));
    }

    static void rename(int folder, String from, String to, int flags) throws Failed {
        result(to, (arena, state) -> (int)
                RENAMEAT2.invokeExact(state, folder, arena.allocateFrom(from), folder, arena.allocateFrom(to), flags));
    }

    static void unlink(int folder, String name) throws Failed {
        result(name, (arena, state) -> (int) UNLINKAT.invokeExact(state, folder, arena.allocateFrom(name), 0));
    }

    /** The names of a file's extended attributes; none where there can be none. */
    static List<String> attributes(int fd) throws Failed {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment names = arena.allocate(MAX_ATTRIBUTE);
            long length = result(
                    "flistxattr", (_, state) -> (long) FLISTXATTR.invokeExact(state, fd, names, names.byteSize()));
            String all = new String(names.asSlice(0, length).toArray(JAVA_BYTE), StandardCharsets.UTF_8);
            return Arrays.stream(all.split("\0"))
                    .filter(name -> !name.isEmpty())
                    .toList();
        } catch (Failed e) {
            if (e.errno() == EOPNOTSUPP) {
                return List.of();
            }
            throw e;
        }
    }

    /** The value of an extended attribute, empty where it is missing. */
    static byte[] attribute(int fd, String name) throws Failed {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment value = arena.allocate(MAX_ATTRIBUTE);
            long length = result(name, (own, state) ->
                    (long) FGETXATTR.invokeExact(state, fd, own.allocateFrom(name), value, value.byteSize()));
            return value.asSlice(0, length).toArray(JAVA_BYTE);
        } catch (Failed e) {
            if (e.errno() == ENODATA) {
                return new byte[0];
            }
            throw e;
        }
    }

    static void attribute(int fd, String name, byte[] value) throws Failed {
        result(name, (arena, state) -> (int) FSETXATTR.invokeExact(
                state, fd, arena.allocateFrom(name), arena.allocateFrom(JAVA_BYTE, value), (long) value.length, 0));
    }

    private static String message(int errno) throws IOException {
        try {
            MemorySegment text = (MemorySegment) STRERROR.invokeExact(errno);
            return text.reinterpret(256).getString(0);
        } catch (Throwable e) {
            throw new IOException(e);
        }
    }
}
