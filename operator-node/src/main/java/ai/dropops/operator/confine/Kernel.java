package ai.dropops.operator.confine;

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

/** The kernel of this host, asked directly: the C library has no names for most of what confinement needs. */
@SuppressWarnings("restricted") // native code is what this class is for
final class Kernel {
    static final int EPERM = 1;
    static final int EACCES = 13;
    static final int EINVAL = 22;
    static final int ENOSYS = 38;
    static final int EOPNOTSUPP = 95;
    static final long AT_FDCWD = -100;
    static final long O_WRONLY = 1;
    static final long O_CLOEXEC = 02000000;
    static final long O_PATH = 010000000;

    private static final int ARGUMENTS = 5;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final StructLayout STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO = STATE.varHandle(PathElement.groupElement("errno"));
    private static final MethodHandle SYSCALL = LINKER.downcallHandle(
            LINKER.defaultLookup()
                    .find("syscall")
                    .orElseThrow(() -> new UnsupportedOperationException("this C library has no syscall")),
            FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG),
            Linker.Option.firstVariadicArg(1),
            Linker.Option.captureCallState("errno"));

    final Architecture architecture;

    Kernel(Architecture architecture) {
        this.architecture = architecture;
    }

    /** What the call returned, or the negative of its error number; missing arguments are 0. */
    long call(Syscall call, long... arguments) {
        var number = call.on(architecture);
        if (number.isEmpty()) {
            return -ENOSYS;
        }
        long[] all = new long[ARGUMENTS];
        System.arraycopy(arguments, 0, all, 0, arguments.length);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            long result =
                    (long) SYSCALL.invokeExact(state, (long) number.getAsInt(), all[0], all[1], all[2], all[3], all[4]);
            return result == -1 ? -(int) ERRNO.get(state, 0L) : result;
        } catch (Throwable e) {
            throw e instanceof RuntimeException bug ? bug : new IllegalStateException(e);
        }
    }

    /** What the call returned; an IOException that names {@code what} when it failed. */
    long require(String what, Syscall call, long... arguments) throws IOException {
        long result = call(call, arguments);
        if (result < 0) {
            throw new IOException(what + ": error " + -result + " of the kernel");
        }
        return result;
    }
}
