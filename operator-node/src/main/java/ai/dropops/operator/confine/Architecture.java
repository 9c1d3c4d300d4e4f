package ai.dropops.operator.confine;

import java.util.Optional;

/** A processor whose system calls are known here. */
enum Architecture {
    X86_64(0xC000003EL, 0400000),
    AARCH64(0xC00000B7L, 0100000);

    /** What seccomp calls it (AUDIT_ARCH_*). */
    final long audit;
    /** O_NOFOLLOW, one of the few flags that differ. */
    final long noFollow;

    Architecture(long audit, long noFollow) {
        this.audit = audit;
        this.noFollow = noFollow;
    }

    /** This machine's, if filters can be written for it. */
    static Optional<Architecture> here() {
        return switch (System.getProperty("os.arch")) {
            case "amd64", "x86_64" -> Optional.of(X86_64);
            case "aarch64" -> Optional.of(AARCH64);
            default -> Optional.empty();
        };
    }
}
