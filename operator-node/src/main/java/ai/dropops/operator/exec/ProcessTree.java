package ai.dropops.operator.exec;

import ai.dropops.protocol.identity.ExecutionId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/**
 * Everything an execution has started: the shell, its session, all their descendants, and orphans that carry the
 * execution's mark, daemons with a session of their own among them.
 */
final class ProcessTree {
    private static final Duration LOOK_AGAIN = Duration.ofMillis(50);
    private static final Duration GIVE_UP = Duration.ofSeconds(10);

    private final int shell;
    private final String mark;
    /** Members ever seen; their children stay members when they lose their parent. */
    private final Set<Identity> seen = new HashSet<>();

    private record Identity(int pid, long started) {}

    ProcessTree(int shell, ExecutionId execution) {
        if (shell <= 1) {
            // session 0 is the kernel's and that of whatever never had one: ending it would end the host
            throw new IllegalArgumentException("no execution runs as process " + shell);
        }
        this.shell = shell;
        this.mark = CommandEnvironment.MARK + "=" + execution.value();
    }

    /** Asks every member to end, and after {@code grace} ends what is left; returns when nothing is. */
    void end(Duration grace) {
        signal(members(), Libc.SIGTERM);
        if (!empties(grace)) {
            long deadline = System.nanoTime() + GIVE_UP.toNanos();
            List<Processes.Entry> left = members();
            while (!left.isEmpty() && System.nanoTime() < deadline) {
                signal(left, Libc.SIGKILL);
                LockSupport.parkNanos(LOOK_AGAIN.toNanos());
                left = members();
            }
        }
    }

    /** The members that run at this moment. */
    List<Processes.Entry> members() {
        Processes now = Processes.now();
        var members = new ArrayList<Processes.Entry>();
        boolean found = true;
        var pids = new HashSet<Integer>();
        while (found) {
            found = false;
            for (var process : now.all()) {
                if (!pids.contains(process.pid()) && belongs(process, pids)) {
                    found = true;
                    pids.add(process.pid());
                    seen.add(new Identity(process.pid(), process.started()));
                    members.add(process);
                }
            }
        }
        members.removeIf(Processes.Entry::isZombie);
        return members;
    }

    private boolean belongs(Processes.Entry process, Set<Integer> members) {
        return process.session() == shell
                || members.contains(process.parent())
                || seen.contains(new Identity(process.pid(), process.started()))
                || (process.isOurs() && !process.isZombie() && process.carries(mark));
    }

    private boolean empties(Duration grace) {
        long deadline = System.nanoTime() + grace.toNanos();
        while (!members().isEmpty()) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            LockSupport.parkNanos(LOOK_AGAIN.toNanos());
        }
        return true;
    }

    private static void signal(List<Processes.Entry> processes, int signal) {
        processes.forEach(process -> Libc.kill(process.pid(), signal));
    }
}
