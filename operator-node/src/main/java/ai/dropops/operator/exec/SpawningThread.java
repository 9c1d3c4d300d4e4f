package ai.dropops.operator.exec;

import ai.dropops.operator.confine.Enclosure;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import org.jspecify.annotations.Nullable;

/**
 * A thread that confines itself, starts one process and ends. Nothing else may happen on it: a class initialised or a
 * thread born there would stay confined with it.
 */
final class SpawningThread implements Runnable {
    static {
        try {
            MethodHandles.lookup().ensureInitialized(Spawn.class);
        } catch (IllegalAccessException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Enclosure enclosure;
    private final Spawn.Program program;
    private final int stdout;
    private final int stderr;
    private int pid;
    private @Nullable Throwable failure;

    private SpawningThread(Enclosure enclosure, Spawn.Program program, int stdout, int stderr) {
        this.enclosure = enclosure;
        this.program = program;
        this.stdout = stdout;
        this.stderr = stderr;
    }

    /** Starts {@code program} inside {@code enclosure}; the process id. */
    static int start(Enclosure enclosure, Spawn.Program program, int stdout, int stderr) throws IOException {
        var spawning = new SpawningThread(enclosure, program, stdout, stderr);
        try {
            Thread.ofPlatform().name("spawning").start(spawning).join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("the operator ends", e);
        }
        return spawning.result();
    }

    @Override
    public void run() {
        try {
            if (enclosure.enter()) {
                pid = Spawn.start(program, stdout, stderr);
            }
        } catch (Throwable e) {
            failure = e;
        }
    }

    private int result() throws IOException {
        if (failure != null) {
            throw failure instanceof IOException known ? known : new IOException(failure);
        }
        enclosure.requireEntered();
        return pid;
    }
}
