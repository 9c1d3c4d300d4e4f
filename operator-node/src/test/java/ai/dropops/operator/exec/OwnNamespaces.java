package ai.dropops.operator.exec;

import ai.dropops.operator.confine.Enclosure;
import ai.dropops.operator.confine.Holes;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The PID, mount, network, IPC and UTS namespaces one command has to itself, and those in them who must not notice it: a
 * process that sleeps, one that writes down signals, managers that write down who calls, and the kernel's count of what was
 * sent. They end with their first process, and whatever the command left running with them.
 */
final class OwnNamespaces implements AutoCloseable {
    /** Where those in them are seen until the command is started. */
    private static final Path PROCESSES = Path.of("/processes");

    private static final List<String> COUNTED = List.of("Ip:", "Icmp:", "Tcp:", "Udp:", "UdpLite:");
    private static final List<String> SENTINELS = List.of("2", "3");
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final int STATE = 0;
    private static final int NICE = 16;
    private static final String GONE = "gone";
    private static final String ROOT = "0";
    private static final int OWN = Math.toIntExact(ProcessHandle.current().pid());

    private final int first;
    private final int process;
    private boolean ended;

    private OwnNamespaces(int first) {
        this.first = first;
        this.process = Libc.pidfd(first);
    }

    /** What makes them, one after the other. */
    static final class Maker {
        private final BufferedReader said;
        private final OutputStream told;

        Maker() throws IOException {
            Process perl = new ProcessBuilder("/usr/bin/perl", "/usr/lib/ground/cell.pl")
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            this.said = perl.inputReader();
            this.told = perl.getOutputStream();
        }

        synchronized OwnNamespaces make() throws IOException {
            told.write('\n');
            told.flush();
            int first = Integer.parseInt(Objects.requireNonNullElse(said.readLine(), "0"));
            if (first == 0) {
                throw new IOException("the namespaces were not made");
            }
            return new OwnNamespaces(first);
        }
    }

    /** {@code rules}, put on inside of them by the thread that spawns. */
    Enclosure around(Enclosure rules) {
        return Holes.within(process, PROCESSES, rules);
    }

    /** Takes the calling thread into them, but for the PID namespace; until the result is closed. */
    Visit enter() throws IOException {
        int back = Libc.pidfd(OWN);
        Holes.enter(process);
        return () -> {
            Holes.enter(back);
            Libc.close(back);
        };
    }

    /** A thread's stay in namespaces that are not its own. */
    interface Visit extends AutoCloseable {
        @Override
        void close() throws IOException;
    }

    /** What those who watch can tell by now, by name. */
    SortedMap<String, String> watched() {
        var seen = new TreeMap<String, String>();
        awaitQuiet(folder(first));
        List<Path> children = Arrays.stream(read(folder(first).resolve("task/" + first + "/children"))
                        .strip()
                        .split(" ", -1))
                .filter(pid -> !pid.isEmpty())
                .map(pid -> folder(Integer.parseInt(pid)))
                .toList();
        for (String sentinel : SENTINELS) {
            Optional<Path> found = children.stream()
                    .filter(child -> field(child, "NSpid:").endsWith("\t" + sentinel))
                    .findFirst();
            found.ifPresent(OwnNamespaces::awaitQuiet);
            seen.put(
                    "sentinel " + sentinel,
                    found.map(child -> stat(child, STATE)).orElse(GONE));
            seen.put(
                    "bounds of sentinel " + sentinel,
                    found.map(OwnNamespaces::bounds).orElse(GONE));
        }
        read(folder(first).resolve("net/snmp"))
                .lines()
                .filter(line -> COUNTED.stream().anyMatch(line::startsWith))
                .filter(line -> line.matches("\\S+ [-0-9 ]+"))
                .forEach(line -> seen.put("network " + line.substring(0, line.indexOf(':')), line));
        read(folder(first).resolve("net/snmp6"))
                .lines()
                .map(line -> line.split("\\s+", -1))
                .forEach(words -> seen.put("network " + words[0], words[1]));
        return seen;
    }

    /** Until {@code process} has dealt with all it was sent, and waits again. */
    private static void awaitQuiet(Path process) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline && isBusy(process)) {
            LockSupport.parkNanos(200_000);
        }
    }

    private static boolean isBusy(Path process) {
        return List.of("R", "D").contains(stat(process, STATE))
                || (field(process, "SigPnd:") + field(process, "ShdPnd:")).matches(".*[1-9a-f].*");
    }

    private static String bounds(Path process) {
        return "nice %s, %s, %s"
                .formatted(stat(process, NICE), field(process, "Cpus_allowed:"), read(process.resolve("limits")));
    }

    /** One field of what the kernel says of a process, counted behind its name. */
    private static String stat(Path process, int field) {
        String stat = read(process.resolve("stat"));
        return stat.isEmpty() ? GONE : stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[field];
    }

    /** The fields of its status called {@code name}, each behind a tabulator. */
    private static String field(Path process, String name) {
        return read(process.resolve("status"))
                .lines()
                .filter(line -> line.startsWith(name))
                .map(line -> "\t" + line.substring(name.length()).strip())
                .collect(Collectors.joining());
    }

    /** Nothing when it has just gone. */
    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return "";
        }
    }

    private static Path folder(int pid) {
        return Path.of("/proc", Integer.toString(pid));
    }

    /** What differs from {@code calm}, one line each that begins with its name. */
    static List<String> harm(SortedMap<String, String> calm, SortedMap<String, String> seen) {
        var lines = new ArrayList<String>();
        calm.forEach((name, was) -> {
            String is = seen.getOrDefault(name, "missing");
            if (!is.equals(was)) {
                lines.add((name + ": was " + was + " and is " + is).replace("\n", "; "));
            }
        });
        return lines;
    }

    /** What {@code command}, not reaped yet, may do that it may not by {@code allowed}, a set of capabilities; or nothing. */
    static Optional<String> gain(int command, long allowed) {
        long powers = powers(command);
        boolean gained = (powers & ~allowed) != 0 || (isRoot(command) && !isRoot(OWN));
        return gained
                ? Optional.of("powers: user%s with capabilities %x, not %x"
                        .formatted(field(folder(command), "Uid:"), powers, allowed))
                : Optional.empty();
    }

    private static boolean isRoot(int process) {
        return List.of(field(folder(process), "Uid:").strip().split("\t", -1)).contains(ROOT);
    }

    /** The capabilities {@code process} has or can come by without another program. */
    static long powers(int process) {
        return Stream.of("CapInh:", "CapPrm:", "CapEff:", "CapAmb:")
                .mapToLong(set ->
                        Long.parseUnsignedLong(field(folder(process), set).strip(), 16))
                .reduce(0, (some, more) -> some | more);
    }

    /** Ends everything in them; {@code command} is what was started here. */
    void end(int command) throws IOException {
        Libc.kill(first, Libc.SIGKILL);
        ended = true;
        // the first process goes when nobody else is left to be reaped
        int commandProcess = Libc.pidfd(command);
        awaitEnd(commandProcess);
        Libc.close(commandProcess);
        Libc.reap(command);
        awaitEnd(process);
    }

    private static void awaitEnd(int process) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment polled = arena.allocate(Libc.POLLFD);
            polled.set(ValueLayout.JAVA_INT, 0, process);
            polled.set(ValueLayout.JAVA_SHORT, Integer.BYTES, Libc.POLLIN);
            Libc.poll(polled, (int) PATIENCE.toMillis());
        }
    }

    @Override
    public void close() {
        if (!ended) {
            Libc.kill(first, Libc.SIGKILL);
        }
        Libc.close(process);
    }
}
