package ai.dropops.operator.exec;

import ai.dropops.operator.confine.Enclosure;
import ai.dropops.operator.confine.Holes;
import ai.dropops.protocol.action.Action.RunCommand;
import ai.dropops.protocol.action.Profile;
import ai.dropops.protocol.identity.Digest;
import ai.dropops.protocol.identity.ExecutionId;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * What runs commands on the {@link ProvingGround}, as the operator would: its own spawning and its own rules. It waits to be
 * told when to begin and when to end, so that the ground can be compared in between.
 */
final class GroundRunner {
    private static final Path HOME = Path.of("/operator/home/.dropops");
    private static final Path WORK = Path.of("/srv/yard");
    private static final Path TREE = Path.of("/usr/lib/ground/tree");
    private static final List<Path> MANAGERS = List.of(
            Path.of("/run/docker.sock"), Path.of("/run/systemd/private"), Path.of("/run/dbus/system_bus_socket"));
    private static final int DEADLINE_MILLIS = 1000;
    private static final int WORKERS = 6;
    private static final int ATTEMPTS = 5;
    private static final SortedMap<String, String> NOTHING_ADDED = new TreeMap<>();

    private final Profile profile;
    private final String hole;
    private final Confines confines;
    private final OwnNamespaces.Maker maker = new OwnNamespaces.Maker();
    private final AtomicInteger started = new AtomicInteger();
    private final AtomicInteger late = new AtomicInteger();
    private final AtomicInteger connected = new AtomicInteger();
    private final ConcurrentLinkedQueue<String> notStarted = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<String> harm = new ConcurrentLinkedQueue<>();
    /** What those who watch see when nobody does anything. */
    private SortedMap<String, String> calm = new TreeMap<>();
    /** The capabilities a command has that does not try to have more. */
    private long powers;

    private GroundRunner(Profile profile, String hole) throws IOException {
        this.profile = profile;
        this.hole = hole;
        this.confines = Confines.open(HOME, System.getenv(), CommandEnvironment.takeOver());
    }

    /** Arguments: profile, hole or {@code none}, user, file of commands, one a line with \n, \t and \\ escaped. */
    public static void main(String[] arguments) throws Exception {
        Files.createDirectories(HOME);
        var runner = new GroundRunner(Profile.valueOf(arguments[0]), arguments[1]);
        var commands = new ConcurrentLinkedQueue<String>();
        for (String line : Files.readAllLines(Path.of(arguments[3]))) {
            commands.add(line.translateEscapes());
        }
        for (Path manager : MANAGERS) {
            runner.listen(manager);
        }
        runner.run("true");
        runner.notStarted.forEach(System.err::println);
        System.out.println("ready");
        if (System.in.read() < 0) {
            throw new IllegalStateException("nobody wants to begin");
        }
        runner.started.set(0);
        runner.runAll(commands);
        System.out.println(runner.started + " " + runner.late + " " + runner.connected);
        runner.harm.forEach(line -> System.out.println("harm " + line));
        runner.notStarted.forEach(System.out::println);
        System.out.println("done");
        Runtime.getRuntime().halt(System.in.read() < 0 ? 1 : 0);
    }

    private void runAll(ConcurrentLinkedQueue<String> commands) throws InterruptedException {
        var workers = new ArrayList<Thread>();
        for (int i = 0; i < WORKERS; i++) {
            workers.add(Thread.ofPlatform().start(() -> {
                for (String next = commands.poll(); next != null; next = commands.poll()) {
                    run(next);
                }
            }));
        }
        for (Thread worker : workers) {
            worker.join();
        }
    }

    private void run(String command) {
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            try {
                restoreWork();
                runOnce(command);
                return;
            } catch (IOException | RuntimeException e) {
                // under change another command may rightly have taken its folder away
                if (profile != Profile.CHANGE || attempt == ATTEMPTS) {
                    notStarted.add(e + " for " + command.replace("\n", "\\n"));
                    return;
                }
            }
        }
    }

    private void runOnce(String command) throws IOException {
        var random = new byte[32];
        ThreadLocalRandom.current().nextBytes(random);
        var execution = new ExecutionId(Digest.of(random).hex());
        var run = new RunCommand(command, WORK.toString(), NOTHING_ADDED, "", profile, RunCommand.NO_STDIN);
        try (var namespaces = maker.make();
                Confines.Cell cell = prepare(execution, run, namespaces)) {
            int pid = start(cell, namespaces);
            started.incrementAndGet();
            await(pid);
            judge(command, pid, namespaces.watched());
            namespaces.end(pid);
        }
    }

    private synchronized void judge(String command, int pid, SortedMap<String, String> seen) {
        if (calm.isEmpty()) {
            calm = seen;
            powers = OwnNamespaces.powers(pid);
        }
        Stream.concat(OwnNamespaces.harm(calm, seen).stream(), OwnNamespaces.gain(pid, powers).stream())
                .forEach(line -> harm.add(line + " after " + command.replace("\n", "\\n")));
    }

    /** Looks at the files from within, so that the rules grant what will be there. */
    private Confines.Cell prepare(ExecutionId execution, RunCommand run, OwnNamespaces namespaces) throws IOException {
        try (var _ = namespaces.enter()) {
            Confines.Cell cell = confines.cell(execution, run);
            return new Confines.Cell(cell.profile(), cell.program(), namespaces.around(holed(cell)), cell.scratch());
        }
    }

    private int start(Confines.Cell cell, OwnNamespaces namespaces) throws IOException {
        int[] output = Libc.pipe();
        drain(output[0]);
        try (var _ = namespaces.enter()) {
            return cell.start(output[1], output[1]);
        } finally {
            Libc.close(output[1]);
        }
    }

    private Enclosure holed(Confines.Cell cell) throws IOException {
        if (!hole.equals("none")) {
            cell.enclosure().close();
        }
        return switch (hole) {
            case "none" -> cell.enclosure();
            case "nothing-at-all" -> Holes.nothing();
            case "no-landlock" -> Holes.withoutLandlock();
            case "modes" -> Holes.withModesAllowed(cell.scratch().orElseThrow().path());
            default -> throw new IllegalArgumentException(hole);
        };
    }

    /** Reads what is written into nothing, until nobody can write any more. */
    private static void drain(int pipe) {
        Thread.ofPlatform().daemon().start(() -> {
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment buffer = arena.allocate(1 << 16);
                while (Libc.read(pipe, buffer) > 0) {
                    Thread.onSpinWait();
                }
            } catch (IOException e) {
                throw new IllegalStateException(e);
            } finally {
                Libc.close(pipe);
            }
        });
    }

    private void await(int pid) throws IOException {
        int process = Libc.pidfd(pid);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment polled = arena.allocate(Libc.POLLFD);
            polled.set(ValueLayout.JAVA_INT, 0, process);
            polled.set(ValueLayout.JAVA_SHORT, Integer.BYTES, Libc.POLLIN);
            Libc.poll(polled, DEADLINE_MILLIS);
            if (polled.get(ValueLayout.JAVA_SHORT, Integer.BYTES + Short.BYTES) == 0) {
                late.incrementAndGet();
            }
        } finally {
            Libc.close(process);
        }
    }

    /** Under {@code change} the folder of work may rightly be gone. */
    private synchronized void restoreWork() throws IOException {
        if (profile == Profile.CHANGE && !Files.exists(WORK.resolve("report.txt"))) {
            Process copy = new ProcessBuilder("cp", "-a", TREE + "/.", WORK.toString()).start();
            while (copy.isAlive()) {
                LockSupport.parkNanos(1_000_000);
            }
        }
    }

    private void listen(Path socket) throws IOException {
        var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(socket));
        Thread.ofPlatform().daemon().start(() -> {
            try (server) {
                while (true) {
                    server.accept().close();
                    connected.incrementAndGet();
                }
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
    }
}
