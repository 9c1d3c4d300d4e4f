package ai.dropops.operator.confine;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * A private view of the file system in which paths are read-only under every name they have, folders above them keep their
 * names, and managers' sockets lead nowhere. Laid out beforehand; put on by the thread that spawns.
 */
final class Mounts {
    private static final long NEW_MOUNTS = 0x20000;
    private static final long PRIVATE_FROM_HERE_DOWN = 0x4000 | 0x40000;
    private static final long BIND = 0x1000;
    private static final long BIND_FROM_HERE_DOWN = 0x1000 | 0x4000;
    private static final long CLONE_FROM_HERE_DOWN = 1 | 0x8000 | 02000000;
    private static final long WHOLE_TREE_OF_DESCRIPTOR = 0x8000 | 0x1000;
    private static final long READ_ONLY = 1;
    private static final long FROM_EMPTY_PATH = 4;
    private static final long ATTRIBUTES_SIZE = 4 * Long.BYTES;
    /** Shared memory lies among the devices, and is not one. */
    private static final Path SHARED_MEMORY = Path.of("/dev/shm");

    private final Kernel kernel;
    private final List<Step> steps;
    private final long nothing;
    private final long empty;
    private final long root;
    private final long readOnly;
    private final long writable;

    /** What happens to one path, whose text lies at {@code address}. */
    private record Step(Kind kind, Path path, long address) {}

    private enum Kind {
        /** Keeps its place: what is mounted on cannot be renamed. */
        PIN,
        READ_ONLY,
        WRITABLE,
        MASK
    }

    /**
     * @param arena holds the layout; it must be open to the thread that puts it on
     * @param fixed paths to be read-only; those that are not there, and links, are not held by a mount
     * @param masked sockets that lead nowhere
     */
    Mounts(Kernel kernel, Arena arena, Set<Path> fixed, Set<Path> masked) {
        this.kernel = kernel;
        this.nothing = text(arena, "/dev/null");
        this.empty = text(arena, "");
        this.root = text(arena, "/");
        this.readOnly = attributes(arena, READ_ONLY, 0);
        this.writable = attributes(arena, 0, READ_ONLY);
        this.steps = lay(arena, fixed, masked);
    }

    private static List<Step> lay(Arena arena, Set<Path> fixed, Set<Path> masked) {
        var pinned = new TreeSet<Path>();
        for (Path path : fixed) {
            // the children of / keep their names without help: nobody is granted a change of / itself
            for (Path above = path.getParent(); above != null && above.getNameCount() > 1; above = above.getParent()) {
                pinned.add(above);
            }
        }
        pinned.removeAll(fixed);
        var steps = new ArrayList<Step>();
        pinned.forEach(path -> steps.add(new Step(Kind.PIN, path, text(arena, path.toString()))));
        fixed.forEach(path -> steps.add(new Step(Kind.READ_ONLY, path, text(arena, path.toString()))));
        masked.forEach(path -> steps.add(new Step(Kind.MASK, path, text(arena, path.toString()))));
        steps.removeIf(step -> Files.isSymbolicLink(step.path()) || !Files.exists(step.path()));
        steps.sort(Comparator.comparingInt(step -> step.path().getNameCount()));
        if (Files.exists(SHARED_MEMORY)) {
            steps.add(new Step(Kind.WRITABLE, SHARED_MEMORY, text(arena, SHARED_MEMORY.toString())));
        }
        return List.copyOf(steps);
    }

    /** Puts it on the thread that calls; 0, or what the kernel answered to the step that failed. */
    long enter() {
        long result = kernel.call(Syscall.UNSHARE, NEW_MOUNTS);
        if (result == 0) {
            result = kernel.call(Syscall.MOUNT, empty, root, 0, PRIVATE_FROM_HERE_DOWN, 0);
        }
        for (int i = 0; result == 0 && i < steps.size(); i++) {
            result = take(steps.get(i));
        }
        return result;
    }

    private long take(Step step) {
        return switch (step.kind()) {
            case PIN -> kernel.call(Syscall.MOUNT, step.address(), step.address(), 0, BIND_FROM_HERE_DOWN, 0);
            case MASK -> kernel.call(Syscall.MOUNT, nothing, step.address(), 0, BIND, 0);
            case WRITABLE -> {
                // where it is a folder of /dev and no mount, it stays read-only
                kernel.call(Syscall.MOUNT_SETATTR, Kernel.AT_FDCWD, step.address(), 0, writable, ATTRIBUTES_SIZE);
                yield 0;
            }
            case READ_ONLY -> makeReadOnly(step);
        };
    }

    private long makeReadOnly(Step step) {
        long tree = kernel.call(Syscall.OPEN_TREE, Kernel.AT_FDCWD, step.address(), CLONE_FROM_HERE_DOWN);
        if (tree < 0) {
            return tree;
        }
        long result =
                kernel.call(Syscall.MOUNT_SETATTR, tree, empty, WHOLE_TREE_OF_DESCRIPTOR, readOnly, ATTRIBUTES_SIZE);
        if (result == 0) {
            result = kernel.call(Syscall.MOVE_MOUNT, tree, empty, Kernel.AT_FDCWD, step.address(), FROM_EMPTY_PATH);
        }
        kernel.call(Syscall.CLOSE, tree);
        return result;
    }

    private static long attributes(Arena arena, long set, long clear) {
        MemorySegment attributes = arena.allocate(ATTRIBUTES_SIZE, Long.BYTES);
        attributes.setAtIndex(JAVA_LONG, 0, set);
        attributes.setAtIndex(JAVA_LONG, 1, clear);
        return attributes.address();
    }

    private static long text(Arena arena, String text) {
        return arena.allocateFrom(text).address();
    }

    /**
     * {@code paths} under every name they have: links followed, and the places where the same part of the same device is
     * mounted too.
     */
    static Set<Path> withAliases(Set<Path> paths) throws IOException {
        var all = new TreeSet<>(paths);
        for (Path path : paths) {
            if (Files.isSymbolicLink(path) && Files.exists(path)) {
                all.add(path.toRealPath());
            }
        }
        List<Mounted> mounts = Mounted.all();
        for (Path path : List.copyOf(all)) {
            for (Mounted home : mounts) {
                home.inside(path)
                        .ifPresent(within -> mounts.stream()
                                .filter(other -> other.device().equals(home.device()) && !other.equals(home))
                                .forEach(other -> other.outside(within).ifPresent(all::add)));
            }
        }
        return all;
    }
}
