package ai.dropops.operator.confine;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Set;

/**
 * Which of root's powers what is started may still come by. A program root runs gets back what the bounding set leaves
 * and what is inheritable, so that is what has to shrink.
 */
final class Capabilities {
    static final int DAC_READ_SEARCH = 2;
    static final int FSETID = 4;
    static final int MKNOD = 27;
    static final int SETFCAP = 31;

    private static final long DROP_FROM_BOUNDING_SET = 24;
    private static final long AMBIENT = 47;
    private static final long CLEAR_ALL = 4;
    private static final int MOST = 63;
    private static final int VERSION_3 = 0x20080522;
    private static final int INHERITABLE = 2;
    private static final int WORDS_A_HALF = 3;

    private final Kernel kernel;
    private final boolean root;
    private final MemorySegment header;
    private final MemorySegment sets;

    /** @param arena must be open to the thread whose powers shrink */
    Capabilities(Kernel kernel, Arena arena, boolean root) {
        this.kernel = kernel;
        this.root = root;
        this.header = arena.allocate(ValueLayout.JAVA_INT, 2);
        header.setAtIndex(ValueLayout.JAVA_INT, 0, VERSION_3);
        this.sets = arena.allocate(ValueLayout.JAVA_INT, 2L * WORDS_A_HALF);
    }

    /** Leaves root {@code kept} and nobody else anything, in all that the calling thread starts. */
    long keep(Set<Integer> kept) {
        long result = giveUpInherited();
        return root && result == 0 ? drop(kept, false) : result;
    }

    /** Takes {@code dropped} from root, in all that the calling thread starts. */
    long lose(Set<Integer> dropped) {
        long result = root ? giveUpInherited() : 0;
        return root && result == 0 ? drop(dropped, true) : result;
    }

    /** Drops those that are among {@code some}, or those that are not. */
    private long drop(Set<Integer> some, boolean among) {
        for (int i = 0; i <= MOST; i++) {
            if (some.contains(i) == among) {
                long result = kernel.call(Syscall.PRCTL, DROP_FROM_BOUNDING_SET, i);
                if (result == -Kernel.EINVAL) {
                    return 0; // that was behind the last one the kernel knows
                }
                if (result < 0) {
                    return result;
                }
            }
        }
        return 0;
    }

    private long giveUpInherited() {
        kernel.call(Syscall.PRCTL, AMBIENT, CLEAR_ALL);
        long result = kernel.call(Syscall.CAPGET, header.address(), sets.address());
        if (result < 0) {
            return result;
        }
        sets.setAtIndex(ValueLayout.JAVA_INT, INHERITABLE, 0);
        sets.setAtIndex(ValueLayout.JAVA_INT, WORDS_A_HALF + INHERITABLE, 0);
        return kernel.call(Syscall.CAPSET, header.address(), sets.address());
    }
}
