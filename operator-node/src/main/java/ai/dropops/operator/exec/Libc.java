package ai.dropops.operator.exec;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.charset.StandardCharsets;

/** The C library's calls this package needs; the only native code the operator reaches. */
@SuppressWarnings("restricted") // native code is what this class is for
final class Libc {
    static final int SIGKILL = 9;
    static final int SIGTERM = 15;
    static final short POLLIN = 1;
    static final short POLLHUP = 16;
    static final StructLayout POLLFD = MemoryLayout.structLayout(
            JAVA_INT.withName("fd"), JAVA_SHORT.withName("events"), JAVA_SHORT.withName("revents"));

    private static final int EINTR = 4;
    private static final int O_CLOEXEC = 02000000;
    private static final int O_DIRECTORY = 0200000;
    private static final int F_SETPIPE_SZ = 1031;
    private static final int PR_SET_CHILD_SUBREAPER = 36;
    private static final int WNOHANG = 1;
    private static final long SYS_PIDFD_OPEN = 434;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final StructLayout STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO = STATE.varHandle(PathElement.groupElement("errno"));

    private static final MethodHandle PIPE2 = failing("pipe2", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle READ =
            failing("read", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));
    private static final MethodHandle CLOSE = failing("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    private static final MethodHandle POLL =
            failing("poll", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));
    private static final MethodHandle OPEN =
            failing("open", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT), Linker.Option.firstVariadicArg(2));
    private static final MethodHandle FCNTL = failing(
            "fcntl", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT), Linker.Option.firstVariadicArg(2));
    private static final MethodHandle WAITPID =
            failing("waitpid", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle KILL = failing("kill", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
    private static final MethodHandle PRCTL = failing(
            "prctl",
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG),
            Linker.Option.firstVariadicArg(1));
    private static final MethodHandle SYSCALL = failing(
            "syscall",
            FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG),
            Linker.Option.firstVariadicArg(1));
    private static final MethodHandle GETENV = plain("getenv", FunctionDescriptor.of(ADDRESS, ADDRESS));
    private static final MethodHandle STRERROR = plain("strerror", FunctionDescriptor.of(ADDRESS, JAVA_INT));

    private Libc() {}

    /** A call that sets errno, which is read back with {@link #check}. */
    static MethodHandle failing(String name, FunctionDescriptor shape, Linker.Option... options) {
        var all = new Linker.Option[options.length + 1];
        System.arraycopy(options, 0, all, 0, options.length);
        all[options.length] = Linker.Option.captureCallState("errno");
        return plain(name, shape, all);
    }

    static MethodHandle plain(String name, FunctionDescriptor shape, Linker.Option... options) {
        MemorySegment symbol = LINKER.defaultLookup()
                .find(name)
                .orElseThrow(() -> new UnsupportedOperationException(
                        "this system's C library has no " + name + "; commands need glibc 2.34 or newer"));
        return LINKER.downcallHandle(symbol, shape, options);
    }

    /** Both ends of a new pipe, closed in children: first the one to read from. */
    static int[] pipe() throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            MemorySegment ends = arena.allocate(JAVA_INT, 2);
            check("pipe2", state, (int) PIPE2.invokeExact(state, ends, O_CLOEXEC));
            return ends.toArray(JAVA_INT);
        } catch (Throwable e) {
            throw rethrown(e);
        }
    }

    /** Asks for a pipe of {@code size} bytes; a smaller one does too. */
    static void widen(int pipe, int size) {
        try (Arena arena = Arena.ofConfined()) {
            int _ = (int) FCNTL.invokeExact(arena.allocate(STATE), pipe, F_SETPIPE_SZ, size);
        } catch (Throwable e) {
            throw bug(e);
        }
    }

    /** The number of bytes read, 0 at the end. */
    static int read(int fd, MemorySegment buffer) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            while (true) {
                long count = (long) READ.invokeExact(state, fd, buffer, buffer.byteSize());
                if (count >= 0 || errno(state) != EINTR) {
                    return (int) check("read", state, count);
                }
            }
        } catch (Throwable e) {
            throw rethrown(e);
        }
    }

    static void close(int fd) {
        try (Arena arena = Arena.ofConfined()) {
            int _ = (int) CLOSE.invokeExact(arena.allocate(STATE), fd);
        } catch (Throwable e) {
            throw bug(e);
        }
    }

    /** Waits until one of {@code fds}, an array of {@link #POLLFD}, has something to tell; a signal ends it early. */
    static void poll(MemorySegment fds, int timeoutMillis) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            long count = fds.byteSize() / POLLFD.byteSize();
            int ready = (int) POLL.invokeExact(state, fds, count, timeoutMillis);
            if (ready < 0 && errno(state) == EINTR) {
                fds.fill((byte) 0);
            } else {
                check("poll", state, ready);
            }
        } catch (Throwable e) {
            throw rethrown(e);
        }
    }

    /** Whether {@code path} is a folder this process may enter, told by an IOException if not. */
    static void requireFolder(String path) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            int fd = (int) OPEN.invokeExact(state, arena.allocateFrom(path), O_DIRECTORY | O_CLOEXEC);
            close((int) check(path, state, fd));
        } catch (Throwable e) {
            throw rethrown(e);
        }
    }

    /** A descriptor that becomes readable when {@code pid} ends, or -1 where the kernel has none (before 5.3). */
    static int pidfd(int pid) {
        try (Arena arena = Arena.ofConfined()) {
            return (int) (long) SYSCALL.invokeExact(arena.allocate(STATE), SYS_PIDFD_OPEN, (long) pid, 0L);
        } catch (Throwable e) {
            throw bug(e);
        }
    }

    /** The wait status of {@code pid} if it has ended, which forgets it; -1 while it runs. */
    static int reap(int pid) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            MemorySegment status = arena.allocate(JAVA_INT);
            long waited = check("waitpid", state, (int) WAITPID.invokeExact(state, pid, status, WNOHANG));
            return waited == 0 ? -1 : status.get(JAVA_INT, 0);
        } catch (Throwable e) {
            throw rethrown(e);
        }
    }

    /** Signals the one process {@code pid}; one that is gone is no error. */
    static void kill(int pid, int signal) {
        if (pid <= 1) {
            throw new IllegalArgumentException(pid + " names init, a group or everyone");
        }
        try (Arena arena = Arena.ofConfined()) {
            int _ = (int) KILL.invokeExact(arena.allocate(STATE), pid, signal);
        } catch (Throwable e) {
            throw bug(e);
        }
    }

    /** From now on orphans of our children become ours, where they can be found and reaped. */
    static void adoptOrphans() throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            check("prctl", state, (int) PRCTL.invokeExact(state, PR_SET_CHILD_SUBREAPER, 1L, 0L, 0L, 0L));
        } catch (Throwable e) {
            throw rethrown(e);
        }
    }

    /** Overwrites the value of an environment variable where the kernel shows it to others. */
    static void eraseVariable(String name) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment value = (MemorySegment) GETENV.invokeExact(arena.allocateFrom(name));
            if (!value.equals(MemorySegment.NULL)) {
                MemorySegment text = value.reinterpret(Long.MAX_VALUE);
                long length = text.getString(0).getBytes(StandardCharsets.UTF_8).length;
                text.asSlice(0, length).fill((byte) '*');
            }
        } catch (Throwable e) {
            throw bug(e);
        }
    }

    static String message(int errno) {
        try {
            MemorySegment text = (MemorySegment) STRERROR.invokeExact(errno);
            return text.reinterpret(256).getString(0);
        } catch (Throwable e) {
            throw bug(e);
        }
    }

    private static int errno(MemorySegment state) {
        return (int) ERRNO.get(state, 0L);
    }

    private static long check(String what, MemorySegment state, long result) throws IOException {
        if (result < 0) {
            throw new IOException(what + ": " + message(errno(state)));
        }
        return result;
    }

    private static IOException rethrown(Throwable e) {
        return e instanceof IOException failure ? failure : new IOException(bug(e));
    }

    static RuntimeException bug(Throwable e) {
        return e instanceof RuntimeException runtime ? runtime : new IllegalStateException(e);
    }
}
