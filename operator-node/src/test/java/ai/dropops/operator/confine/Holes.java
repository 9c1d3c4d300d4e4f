package ai.dropops.operator.confine;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The rules of {@code look} with something left out on purpose, for a check that must notice, and a fence for whoever tries. */
public final class Holes {
    private static final long TO_ALL_THREADS = 1;
    private static final long BIND = 0x1000;
    private static final long BIND_FROM_HERE_DOWN = 0x5000;
    private static final long PRIVATE_FROM_HERE_DOWN = 0x44000;
    private static final Kernel KERNEL =
            new Kernel(Architecture.here().orElseThrow(() -> new IllegalStateException("no rules for this processor")));

    private Holes() {}

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
        var capabilities = new Capabilities(KERNEL, arena, new Enclosures(Path.of("/"), Map.of()).root());
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
     * Takes from this whole process what could reach beyond its namespaces, for the case that the rules under trial do not
     * hold: no file system but what is there, no clock, no modules, no power.
     */
    public static void fence() {
        Filter fence = new Filter(KERNEL.architecture)
                .only(Syscall.MOUNT, Filter.is(3, BIND, BIND_FROM_HERE_DOWN, PRIVATE_FROM_HERE_DOWN))
                .deny(Kernel.EPERM, Syscall.FSOPEN, Syscall.FSCONFIG, Syscall.FSMOUNT, Syscall.FSPICK, Syscall.SETNS)
                .deny(Kernel.EPERM, Syscall.REBOOT, Syscall.KEXEC_LOAD, Syscall.KEXEC_FILE_LOAD, Syscall.BPF)
                .deny(Kernel.EPERM, Syscall.INIT_MODULE, Syscall.FINIT_MODULE, Syscall.DELETE_MODULE, Syscall.SWAPON)
                .deny(Kernel.EPERM, Syscall.SWAPOFF, Syscall.SETTIMEOFDAY, Syscall.CLOCK_SETTIME, Syscall.ADJTIMEX)
                .deny(Kernel.EPERM, Syscall.CLOCK_ADJTIME, Syscall.QUOTACTL, Syscall.QUOTACTL_FD, Syscall.IOPL)
                .deny(Kernel.EPERM, Syscall.IOPERM, Syscall.OPEN_BY_HANDLE_AT, Syscall.PERF_EVENT_OPEN);
        try (Arena arena = Arena.ofShared()) {
            long program = Enclosures.program(arena, fence.finished()).address();
            long result = KERNEL.call(Syscall.SECCOMP, 1, TO_ALL_THREADS, program);
            if (result != 0) {
                throw new IllegalStateException("the fence does not stand: error " + -result);
            }
        }
    }

    /** Every path {@code change} keeps, as the product lists them. */
    public static Set<Path> protectedPaths() {
        return ProtectedPaths.all();
    }
}
