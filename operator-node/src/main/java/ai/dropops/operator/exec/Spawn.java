package ai.dropops.operator.exec;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * posix_spawn: a child with a session of its own, /dev/null as standard input and no other descriptor of ours. It is
 * called on whatever thread is given, so that what the kernel ties to a thread passes on to the child.
 */
final class Spawn {
    private static final short SETSIGDEF = 0x04;
    private static final short SETSIGMASK = 0x08;
    private static final short SETSID = 0x80;
    private static final int O_RDONLY = 0;

    // generous upper bounds: glibc's are 80, 336 and 128 bytes on x86-64 and aarch64
    private static final MemoryLayout FILE_ACTIONS = MemoryLayout.sequenceLayout(64, JAVA_LONG);
    private static final MemoryLayout ATTRIBUTES = MemoryLayout.sequenceLayout(128, JAVA_LONG);
    private static final MemoryLayout SIGNALS = MemoryLayout.sequenceLayout(32, JAVA_LONG);

    private static final MethodHandle ACTIONS_INIT = call("posix_spawn_file_actions_init", ADDRESS);
    private static final MethodHandle ACTIONS_DESTROY = call("posix_spawn_file_actions_destroy", ADDRESS);
    private static final MethodHandle ADD_OPEN =
            call("posix_spawn_file_actions_addopen", ADDRESS, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT);
    private static final MethodHandle ADD_DUP2 = call("posix_spawn_file_actions_adddup2", ADDRESS, JAVA_INT, JAVA_INT);
    private static final MethodHandle ADD_CLOSE_FROM =
            call("posix_spawn_file_actions_addclosefrom_np", ADDRESS, JAVA_INT);
    private static final MethodHandle ADD_CHDIR = call("posix_spawn_file_actions_addchdir_np", ADDRESS, ADDRESS);
    private static final MethodHandle ATTRIBUTES_INIT = call("posix_spawnattr_init", ADDRESS);
    private static final MethodHandle ATTRIBUTES_DESTROY = call("posix_spawnattr_destroy", ADDRESS);
    private static final MethodHandle SET_FLAGS = call("posix_spawnattr_setflags", ADDRESS, JAVA_SHORT);
    private static final MethodHandle SET_DEFAULT_SIGNALS = call("posix_spawnattr_setsigdefault", ADDRESS, ADDRESS);
    private static final MethodHandle SET_SIGNAL_MASK = call("posix_spawnattr_setsigmask", ADDRESS, ADDRESS);
    private static final MethodHandle SPAWN = call("posix_spawn", ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS);

    private Spawn() {}

    /**
     * What is to be started.
     *
     * @param argv the program's path and its arguments
     * @param folder to start in, or empty for the operator's own
     * @param environment entries of the form NAME=value
     */
    record Program(List<String> argv, String folder, List<byte[]> environment) {
        Program {
            argv = List.copyOf(argv);
            environment = List.copyOf(environment);
        }
    }

    /** Starts {@code program}, which writes to the two descriptors; the process id. */
    static int start(Program program, int stdout, int stderr) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment actions = arena.allocate(FILE_ACTIONS);
            MemorySegment attributes = arena.allocate(ATTRIBUTES);
            check((int) ACTIONS_INIT.invokeExact(actions));
            check((int) ATTRIBUTES_INIT.invokeExact(attributes));
            try {
                redirect(arena, actions, stdout, stderr);
                if (!program.folder().isEmpty()) {
                    check((int) ADD_CHDIR.invokeExact(actions, arena.allocateFrom(program.folder())));
                }
                isolate(arena, attributes);
                MemorySegment path = arena.allocateFrom(program.argv().getFirst());
                MemorySegment argv = texts(arena, program.argv());
                MemorySegment environment = strings(arena, program.environment());
                MemorySegment pid = arena.allocate(JAVA_INT);
                check((int) SPAWN.invokeExact(pid, path, actions, attributes, argv, environment));
                return pid.get(JAVA_INT, 0);
            } finally {
                check((int) ACTIONS_DESTROY.invokeExact(actions));
                check((int) ATTRIBUTES_DESTROY.invokeExact(attributes));
            }
        } catch (IOException e) {
            throw e;
        } catch (Throwable e) {
            throw Libc.bug(e);
        }
    }

    private static void redirect(Arena arena, MemorySegment actions, int stdout, int stderr) throws Throwable {
        check((int) ADD_OPEN.invokeExact(actions, 0, arena.allocateFrom("/dev/null"), O_RDONLY, 0));
        check((int) ADD_DUP2.invokeExact(actions, stdout, 1));
        check((int) ADD_DUP2.invokeExact(actions, stderr, 2));
        check((int) ADD_CLOSE_FROM.invokeExact(actions, 3));
    }

    /** A new session, and every signal as a fresh process has it: the JVM ignores some, and children inherit that. */
    private static void isolate(Arena arena, MemorySegment attributes) throws Throwable {
        MemorySegment all = arena.allocate(SIGNALS).fill((byte) 0xff);
        check((int) SET_FLAGS.invokeExact(attributes, (short) (SETSID | SETSIGDEF | SETSIGMASK)));
        check((int) SET_DEFAULT_SIGNALS.invokeExact(attributes, all));
        check((int) SET_SIGNAL_MASK.invokeExact(attributes, arena.allocate(SIGNALS)));
    }

    private static MemorySegment texts(Arena arena, List<String> texts) {
        var bytes = new ArrayList<byte[]>();
        for (String text : texts) {
            bytes.add(text.getBytes(StandardCharsets.UTF_8));
        }
        return strings(arena, bytes);
    }

    private static MemorySegment strings(Arena arena, List<byte[]> texts) {
        MemorySegment array = arena.allocate(ADDRESS, texts.size() + 1L);
        for (int i = 0; i < texts.size(); i++) {
            byte[] text = texts.get(i);
            MemorySegment copy = arena.allocate(text.length + 1L);
            copy.copyFrom(MemorySegment.ofArray(text));
            array.setAtIndex(ADDRESS, i, copy);
        }
        return array;
    }

    private static MethodHandle call(String name, MemoryLayout... parameters) {
        return Libc.plain(name, FunctionDescriptor.of(JAVA_INT, parameters));
    }

    private static void check(int error) throws IOException {
        if (error != 0) {
            throw new IOException("the process could not be started: " + Libc.message(error));
        }
    }
}
