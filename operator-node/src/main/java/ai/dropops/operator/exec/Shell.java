package ai.dropops.operator.exec;

import ai.dropops.operator.confine.Enclosures;
import ai.dropops.operator.confine.OwnFiles;
import ai.dropops.operator.confine.Trial;
import ai.dropops.operator.vault.Recording;
import ai.dropops.operator.vault.Volumes;
import ai.dropops.protocol.action.Action.RunCommand;
import ai.dropops.protocol.action.Confinement;
import ai.dropops.protocol.identity.ExecutionId;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What starts commands on this host. */
public final class Shell {
    private static final Logger LOG = LoggerFactory.getLogger(Shell.class);
    /** How many pipes held by something that outlives its command are emptied; further ones are closed. */
    private static final int MAX_HELD = 64;

    private final Confines confines;
    private final Clock clock;
    private final Orphans orphans = new Orphans();
    private final Semaphore held = new Semaphore(MAX_HELD);

    private Shell(Confines confines, Clock clock) {
        this.confines = confines;
        this.clock = clock;
    }

    /**
     * Makes this process the one that starts commands: it adopts their orphans and hides its secrets from them.
     *
     * @param home the operator's folder, which commands must leave alone
     */
    public static Shell open(Path home, Clock clock) throws IOException {
        return open(home, System.getenv(), clock);
    }

    /** @param environment the operator's */
    static Shell open(Path home, Map<String, String> environment, Clock clock) throws IOException {
        Libc.adoptOrphans();
        for (Path secret : OwnFiles.around(home, environment).secretsWithOtherNames()) {
            LOG.warn(
                    "{} has another name, under which commands that may read or write its file reach it;"
                            + " find it with 'find / -samefile', remove it, and replace what the file holds",
                    secret);
        }
        return new Shell(Confines.open(home, environment, CommandEnvironment.takeOver()), clock);
    }

    /** What the kernel of this host can be held to, tried out; a few milliseconds. */
    public static Confinement confinement(Path home) {
        return new Trial(new Enclosures(home, System.getenv())).hold();
    }

    /** Starts {@code run} and records what it writes; an IOException whose message says why it cannot be started. */
    public Running start(ExecutionId execution, RunCommand run, Recording recording) throws IOException {
        if (!run.cwd().isEmpty()) {
            Libc.requireFolder(run.cwd());
        }
        var started = new CompletableFuture<Running>();
        try {
            // the thread comes first: a process nobody watches must not exist
            Thread.ofPlatform().daemon().name("command").start(() -> carryOut(execution, run, recording, started));
            return started.join();
        } catch (OutOfMemoryError e) {
            throw new IOException("no thread can be had for it: " + e.getMessage(), e);
        } catch (CompletionException e) {
            throw e.getCause() instanceof IOException failure ? failure : new IOException(e.getCause());
        }
    }

    private void carryOut(
            ExecutionId execution, RunCommand run, Recording recording, CompletableFuture<Running> started) {
        try (Confines.Cell cell = confines.cell(execution, run)) {
            Pump pump;
            Running running;
            try {
                int[] stdout = Libc.pipe();
                int[] stderr = pipeOrClose(stdout);
                int pid = spawn(cell, stdout, stderr);
                running = new Running(pid, execution);
                pump = new Pump(pid, stdout[0], stderr[0]);
            } catch (IOException | RuntimeException e) {
                started.completeExceptionally(e);
                return;
            }
            orphans.expect();
            started.complete(running);
            try {
                Ended ended = watch(pump, running, recording);
                running.awaitCancelled();
                running.ended().complete(ended);
                if (cell.isForLooking()) {
                    running.endRest();
                }
                discard(pump);
            } finally {
                pump.close();
            }
        } catch (IOException | RuntimeException e) {
            if (!started.completeExceptionally(e)) {
                LOG.error("what a command had to itself cannot be removed: {}", e.getMessage());
            }
        }
    }

    /** Starts the command with the writing ends of both pipes, which are closed here either way. */
    private static int spawn(Confines.Cell cell, int[] stdout, int[] stderr) throws IOException {
        try {
            Libc.widen(stdout[0], Pump.PIPE_SIZE);
            return cell.start(stdout[1], stderr[1]);
        } catch (IOException | RuntimeException e) {
            Libc.close(stdout[0]);
            Libc.close(stderr[0]);
            throw e;
        } finally {
            Libc.close(stdout[1]);
            Libc.close(stderr[1]);
        }
    }

    /** Listens, to nobody's benefit, to what the command left running: it would die of a closed pipe. */
    private void discard(Pump pump) {
        if (pump.isHeld() && held.tryAcquire()) {
            try {
                pump.discard();
            } catch (IOException e) {
                LOG.error("what a command left behind cannot be listened to", e);
            } finally {
                held.release();
            }
        }
    }

    private Ended watch(Pump pump, Running running, Recording recording) {
        try {
            int exitCode = pump.run(recording);
            recording.end();
            return new Ended.Exited(exitCode, running.isCancelled(), clock.instant(), written(recording));
        } catch (IOException | RuntimeException e) {
            LOG.error("a command can no longer be watched", e);
            running.cancel();
            recording.end();
            return new Ended.LostSight(written(recording));
        }
    }

    private static Volumes written(Recording recording) {
        return new Volumes(recording.stdout(), recording.stderr());
    }

    private static int[] pipeOrClose(int[] other) throws IOException {
        try {
            return Libc.pipe();
        } catch (IOException e) {
            Libc.close(other[0]);
            Libc.close(other[1]);
            throw e;
        }
    }
}
