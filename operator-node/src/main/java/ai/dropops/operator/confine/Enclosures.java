package ai.dropops.operator.confine;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import ai.dropops.protocol.action.Profile;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** What builds the enclosure of every execution on this host. */
public final class Enclosures {
    private static final long NO_NEW_PRIVILEGES = 38;
    private static final long FILTER = 1;
    private static final int INSTRUCTION_SIZE = 8;

    private final Path home;
    private final Map<String, String> environment;
    private final Optional<Kernel> kernel = Architecture.here().map(Kernel::new);
    private final boolean root = isRoot();
    /** The filters, which are the same for every execution. */
    private final Map<Profile, MemorySegment> programs = new ConcurrentHashMap<>();

    /**
     * @param home the operator's folder
     * @param environment the operator's, for where the command line keeps its key
     */
    public Enclosures(Path home, Map<String, String> environment) {
        this.home = home;
        this.environment = Map.copyOf(environment);
    }

    /**
     * The rules of {@code profile}; {@link NotHeld} when this host cannot be held to them.
     *
     * @param scratch a folder of its own that the execution may write
     */
    public Enclosure prepare(Profile profile, Optional<Path> scratch) throws IOException {
        return prepare(profile, scratch, Places.of(home, environment));
    }

    /** The rules of {@code profile} over {@code places} only. */
    Enclosure prepare(Profile profile, Optional<Path> scratch, Places places) throws IOException {
        var arena = Arena.ofShared();
        var enclosure = new Enclosure(arena);
        try {
            if (kernel.isPresent()) {
                add(profile, scratch, places, enclosure, arena, kernel.get());
            } else if (profile != Profile.SYSTEM) {
                throw new NotHeld("no rules are known for this processor");
            }
            return enclosure;
        } catch (IOException | RuntimeException e) {
            enclosure.close();
            throw e;
        }
    }

    private void add(
            Profile profile, Optional<Path> scratch, Places places, Enclosure enclosure, Arena arena, Kernel kernel)
            throws IOException {
        switch (profile) {
            case LOOK, INSPECT -> {
                requireLandlock(kernel);
                noNewPrivileges(enclosure, kernel);
                landlock(enclosure, Grants.look(kernel, Mounts.withAliases(places.secrets()), scratch));
                var capabilities = new Capabilities(kernel, arena, root);
                enclosure.with("capabilities", () -> capabilities.keep(Set.of(Capabilities.DAC_READ_SEARCH)));
                seccomp(enclosure, profile, kernel);
            }
            case CHANGE -> {
                requireLandlock(kernel);
                Set<Path> closed = root ? mount(places, enclosure, arena, kernel) : Mounts.withAliases(places.own());
                noNewPrivileges(enclosure, kernel);
                landlock(enclosure, Grants.change(kernel, closed));
                var capabilities = new Capabilities(kernel, arena, root);
                enclosure.with(
                        "capabilities",
                        () -> capabilities.lose(Set.of(Capabilities.FSETID, Capabilities.SETFCAP, Capabilities.MKNOD)));
                seccomp(enclosure, profile, kernel);
            }
            case SYSTEM -> {
                if (!root) {
                    noNewPrivileges(enclosure, kernel);
                }
            }
        }
    }

    /**
     * Fixes what is to be fixed by mounts. What is not there, or is a link, cannot be mounted on: it is returned, for its
     * folder to be closed instead.
     */
    private static Set<Path> mount(Places places, Enclosure enclosure, Arena arena, Kernel kernel) throws IOException {
        Set<Path> fixed = Mounts.withAliases(places.fixed());
        var mounts = new Mounts(kernel, arena, fixed, Mounts.withAliases(places.managers()));
        enclosure.with("a private mount namespace", mounts::enter);
        return fixed.stream()
                .filter(path -> path.getNameCount() > 1 && (Files.isSymbolicLink(path) || Files.notExists(path)))
                .collect(Collectors.toSet());
    }

    private static void requireLandlock(Kernel kernel) throws NotHeld {
        int version = Ruleset.version(kernel);
        if (version < Ruleset.LOWEST) {
            throw new NotHeld(
                    version == 0
                            ? "it has no Landlock"
                            : "it speaks Landlock " + version + ", and " + Ruleset.LOWEST + " is needed");
        }
    }

    private static void noNewPrivileges(Enclosure enclosure, Kernel kernel) {
        enclosure.with("no_new_privs", () -> kernel.call(Syscall.PRCTL, NO_NEW_PRIVILEGES, 1));
    }

    private static void landlock(Enclosure enclosure, Ruleset ruleset) {
        enclosure.holding(ruleset).with("Landlock", ruleset::restrict);
    }

    private void seccomp(Enclosure enclosure, Profile profile, Kernel kernel) {
        long program = programs.computeIfAbsent(
                        profile, _ -> program(Arena.ofAuto(), filter(profile, kernel.architecture)))
                .address();
        enclosure.with("seccomp", () -> kernel.call(Syscall.SECCOMP, FILTER, 0, program));
    }

    private static List<Filter.Instruction> filter(Profile profile, Architecture architecture) {
        Filter filter = switch (profile) {
            case LOOK -> Rules.look(architecture);
            case INSPECT -> Rules.inspect(architecture);
            case CHANGE -> Rules.change(architecture);
            case SYSTEM -> new Filter(architecture);
        };
        return filter.finished();
    }

    /** As the kernel wants it: the number of instructions and where they lie, each of them 8 bytes. */
    static MemorySegment program(Arena arena, List<Filter.Instruction> instructions) {
        MemorySegment code = arena.allocate((long) INSTRUCTION_SIZE * instructions.size(), INSTRUCTION_SIZE);
        for (int i = 0; i < instructions.size(); i++) {
            Filter.Instruction instruction = instructions.get(i);
            long at = (long) INSTRUCTION_SIZE * i;
            code.set(JAVA_SHORT, at, (short) instruction.operation());
            code.set(JAVA_BYTE, at + 2, (byte) instruction.jumpTrue());
            code.set(JAVA_BYTE, at + 3, (byte) instruction.jumpFalse());
            code.set(JAVA_INT, at + 4, (int) instruction.value());
        }
        MemorySegment program = arena.allocate(2L * Long.BYTES, Long.BYTES);
        program.set(JAVA_SHORT, 0, (short) instructions.size());
        program.set(JAVA_LONG, Long.BYTES, code.address());
        return program;
    }

    Optional<Kernel> kernel() {
        return kernel;
    }

    boolean root() {
        return root;
    }

    private static boolean isRoot() {
        try {
            return Files.readAllLines(Path.of("/proc/self/status")).stream()
                    .anyMatch(line -> line.matches("Uid:\\s+\\d+\\s+0\\s.*"));
        } catch (IOException e) {
            return false;
        }
    }
}
