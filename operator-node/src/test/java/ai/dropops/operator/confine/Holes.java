package ai.dropops.operator.confine;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;

/** The rules of {@code look} with something left out on purpose, for a check that must notice, and a fence for whoever tries. */
public final class Holes {
    private static final long SHARED_FOLDER = 0x200;
    private static final long MOUNT_NAMESPACE = 0x20000;
    private static final long PID_NAMESPACE = 0x20000000;
    /** Mount, UTS, IPC and network. */
    private static final long OTHER_NAMESPACES = 0x20000 | 0x4000000 | 0x8000000 | 0x40000000;

    private static final long MOVE = 0x2000;
    private static final long BIND = 0x1000;
    private static final long BIND_FROM_HERE_DOWN = 0x5000;
    private static final long PRIVATE_FROM_HERE_DOWN = 0x44000;
    private static final Kernel KERNEL =
            new Kernel(Architecture.here().orElseThrow(() -> new IllegalStateException("no rules for this processor")));

    private static final boolean ROOT = new Enclosures(Path.of("/"), Map.of()).root();

    private Holes() {}

    /** No rules. */
    public static Enclosure nothing() {
        return new Enclosure(Arena.ofShared());
    }

    /** As the product has it, without Landlock. */
    public static Enclosure withoutLandlock() {
        return enclosure(Optional.empty(), Rules.look(KERNEL.architecture).finished());
    }

    /** As the product has it, with the calls allowed that set modes. */
    public static Enclosure withModesAllowed(Path scratch) throws IOException {
        return enclosure(
                Optional.of(Grants.look(KERNEL, Set.of(), Optional.of(scratch))),
                without(Set.of(Syscall.CHMOD, Syscall.FCHMOD, Syscall.FCHMODAT, Syscall.FCHMODAT2)));
    }

    private static Enclosure enclosure(Optional<Ruleset> ruleset, List<Filter.Instruction> filter) {
        var arena = Arena.ofShared();
        var enclosure = new Enclosure(arena);
        var capabilities = new Capabilities(KERNEL, arena, ROOT);
        enclosure.with("no_new_privs", () -> KERNEL.call(Syscall.PRCTL, 38, 1));
        ruleset.ifPresent(landlock -> enclosure.holding(landlock).with("Landlock", landlock::restrict));
        enclosure.with("capabilities", () -> capabilities.keep(Set.of(Capabilities.DAC_READ_SEARCH)));
        long program = Enclosures.program(arena, filter).address();
        return enclosure.with("seccomp", () -> KERNEL.call(Syscall.SECCOMP, 1, 0, program));
    }

    /** The filter of {@code look}, with the pairs of instructions gone that refuse {@code calls}. */
    private static List<Filter.Instruction> without(Set<Syscall> calls) {
        var filter = new ArrayList<>(Rules.look(KERNEL.architecture).finished());
        for (Syscall call : calls) {
            call.on(KERNEL.architecture).ifPresent(number -> {
                for (int i = 0; i < filter.size(); i++) {
                    Filter.Instruction compared = filter.get(i);
                    if (compared.operation() == 0x15 && compared.jumpFalse() == 1 && compared.value() == number) {
                        filter.subList(i, i + 2).clear();
                        return;
                    }
                }
                throw new IllegalStateException(call + " is not refused to begin with");
            });
        }
        return filter;
    }

    /**
     * {@code rules}, put on within the PID namespace of the process whose descriptor is {@code first}, with that namespace's
     * processes moved from {@code processes} to /proc; and, where root puts them on, within a fence.
     */
    public static Enclosure within(int first, Path processes, Enclosure rules) {
        var arena = Arena.ofShared();
        var enclosure = new Enclosure(arena).holding(rules);
        long from = arena.allocateFrom(processes.toString()).address();
        long to = arena.allocateFrom("/proc").address();
        enclosure.with("its PID namespace", () -> KERNEL.call(Syscall.SETNS, first, PID_NAMESPACE));
        enclosure.with("its processes", () -> KERNEL.call(Syscall.MOUNT, from, to, 0, MOVE, 0));
        if (ROOT) {
            long fence = Enclosures.program(arena, fence().finished()).address();
            enclosure.with("a fence", () -> KERNEL.call(Syscall.SECCOMP, 1, 0, fence));
        } else {
            MemorySegment header = arena.allocateFrom(ValueLayout.JAVA_INT, 0x20080522, 0);
            MemorySegment none = arena.allocate(ValueLayout.JAVA_INT, 6);
            enclosure.with("no capabilities", () -> KERNEL.call(Syscall.CAPSET, header.address(), none.address()));
        }
        return enclosure.with("the rules under trial", () -> rules.enter() ? 0 : -1);
    }

    /** Takes the calling thread into the namespaces of the process whose descriptor is {@code process}, but for its PID namespace. */
    public static void enter(int process) throws IOException {
        KERNEL.require("a folder of its own", Syscall.UNSHARE, SHARED_FOLDER);
        KERNEL.require("namespaces", Syscall.SETNS, process, OTHER_NAMESPACES);
    }

    /** Does {@code work} where {@code place} is mounted at {@code other} too, which nobody else sees; it takes root. */
    public static <T> T whereAlsoAt(Path other, Path place, Callable<T> work) throws Exception {
        var task = new FutureTask<T>(() -> {
            try (Arena arena = Arena.ofConfined()) {
                long from = arena.allocateFrom(place.toString()).address();
                long to = arena.allocateFrom(other.toString()).address();
                long root = arena.allocateFrom("/").address();
                KERNEL.require("mounts of its own", Syscall.UNSHARE, MOUNT_NAMESPACE);
                KERNEL.require("private mounts", Syscall.MOUNT, root, root, 0, PRIVATE_FROM_HERE_DOWN, 0);
                KERNEL.require("a second mount", Syscall.MOUNT, from, to, 0, BIND, 0);
            }
            return work.call();
        });
        Thread.ofPlatform().name("other mounts").start(task);
        return task.get();
    }

    /**
     * Takes what could reach beyond namespaces, for the case that the rules under trial do not hold: no file system but what
     * is there, no clock, no modules, no power.
     */
    private static Filter fence() {
        return new Filter(KERNEL.architecture)
                .only(Syscall.MOUNT, Filter.is(3, BIND, BIND_FROM_HERE_DOWN, PRIVATE_FROM_HERE_DOWN))
                .deny(Kernel.EPERM, Syscall.FSOPEN, Syscall.FSCONFIG, Syscall.FSMOUNT, Syscall.FSPICK, Syscall.SETNS)
                .deny(Kernel.EPERM, Syscall.REBOOT, Syscall.KEXEC_LOAD, Syscall.KEXEC_FILE_LOAD, Syscall.BPF)
                .deny(Kernel.EPERM, Syscall.INIT_MODULE, Syscall.FINIT_MODULE, Syscall.DELETE_MODULE, Syscall.SWAPON)
                .deny(Kernel.EPERM, Syscall.SWAPOFF, Syscall.SETTIMEOFDAY, Syscall.CLOCK_SETTIME, Syscall.ADJTIMEX)
                .deny(Kernel.EPERM, Syscall.CLOCK_ADJTIME, Syscall.QUOTACTL, Syscall.QUOTACTL_FD, Syscall.IOPL)
                .deny(
                        Kernel.EPERM,
                        Syscall.UMOUNT2,
                        Syscall.IOPERM,
                        Syscall.OPEN_BY_HANDLE_AT,
                        Syscall.PERF_EVENT_OPEN);
    }

    /** Every path {@code change} keeps, as the product lists them. */
    public static Set<Path> protectedPaths() {
        return ProtectedPaths.all();
    }
}
