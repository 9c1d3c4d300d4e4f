package ai.dropops.load.scenario;

import ai.dropops.load.compare.Ssh;
import ai.dropops.load.report.Report;
import ai.dropops.load.stage.ControlPlane;
import ai.dropops.load.stage.Heap;
import ai.dropops.load.stage.Person;
import ai.dropops.load.stage.RealOperator;
import ai.dropops.load.stage.Vitals;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** A large file by {@code cat} through operator, socket, streams and events: to a slow reader, to fast ones, and beside ssh. */
final class BulkOutput {
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final int BLOCK = 1 << 20;
    private static final int SLOW_BYTES_PER_SECOND = 2_000_000;

    private final Path folder;
    private final long bytes;
    private final Duration slow;
    private final int runs;
    private final Report report;

    BulkOutput(Path folder, int megabytes, Duration slow, int runs, Report report) {
        this.folder = folder;
        this.bytes = (long) megabytes << 20;
        this.slow = slow;
        this.runs = runs;
        this.report = report;
    }

    void run() throws IOException {
        Path file = file();
        report.add("file", bytes / 1e6, "MB");
        try (var plane = ControlPlane.start(ControlPlane.Setup.in(folder).withJvm());
                var operator = RealOperator.enrol(plane, "bulk", folder.resolve("operator"));
                var api = plane.api()) {
            var person = new Person(api);
            person.wantsToBeAsked();
            person.binds(operator.id());
            slowReader(plane, operator, person, file);
            fast(plane, operator, person, file);
        }
        ssh(file);
    }

    private void slowReader(ControlPlane plane, RealOperator operator, Person person, Path file) throws IOException {
        var asked = person.asks("cat " + file, "all");
        long before = Heap.of(plane.process().pid()).bytes();
        try (var server = new Watch(plane.process().pid());
                var host = new Watch(operator.process().pid());
                var events = events(person, asked)) {
            person.approves(asked);
            long read = readSlowly(events);
            report.add("slow reader: taken at 2 MB/s", read / 1e6, "MB of events");
            memory("slow reader: control plane RSS before → peak", server);
            memory("slow reader: operator RSS before → peak", host);
            long after = Heap.of(plane.process().pid()).bytes();
            report.add("slow reader: control plane live heap grew by", (after - before) / 1e6, "MB", "flat");
        }
        person.awaitsEnd(asked, LIMIT);
    }

    private long readSlowly(InputStream events) throws IOException {
        var piece = new byte[SLOW_BYTES_PER_SECOND / 20];
        long begun = System.nanoTime();
        long read = 0;
        while (System.nanoTime() - begun < slow.toNanos()) {
            int count = events.readNBytes(piece, 0, piece.length);
            if (count == 0) {
                throw new IOException("the slow reader's stream ended early");
            }
            read += count;
            long due = begun + read * 1_000_000_000L / SLOW_BYTES_PER_SECOND;
            LockSupport.parkNanos(due - System.nanoTime());
        }
        return read;
    }

    private void memory(String what, Watch watch) {
        report.add(
                what,
                watch.peakMb() - watch.firstMb(),
                "MB (%.0f → %.0f)".formatted(watch.firstMb(), watch.peakMb()),
                "flat");
    }

    private void fast(ControlPlane plane, RealOperator operator, Person person, Path file) throws IOException {
        for (int i = 1; i <= runs; i++) {
            var asked = person.asks("cat " + file, "all");
            Vitals before = plane.process().vitals();
            Vitals host = operator.process().vitals();
            try (var server = new Watch(plane.process().pid());
                    var events = events(person, asked)) {
                long begun = System.nanoTime();
                person.approves(asked);
                rate(
                        "fast reader " + i + ", SSE, from approval on",
                        new OutputFeed(events).drain(bytes, BulkOutput::take),
                        begun,
                        "≥ 200 MB/s");
                memory("fast reader " + i + ": control plane RSS before → peak", server);
            }
            processor(
                    "fast reader " + i,
                    plane.process().vitals().cpu().minus(before.cpu()),
                    operator.process().vitals().cpu().minus(host.cpu()));
            person.awaitsEnd(asked, LIMIT);
            var execution = person.execution(asked);
            long begun = System.nanoTime();
            rate(
                    "fast reader " + i + ", octet-stream from the host's spool",
                    octets(person, execution.required("id").asText()),
                    begun,
                    "≥ 200 MB/s");
        }
    }

    private static void take(ByteBuffer piece) {
        // a browser's side would show it
    }

    private void processor(String what, Duration server, Duration operator) {
        report.add(
                what + ": processor, control plane",
                server.toMillis() * 1e6 / bytes,
                "s/GB (operator %.2f s/GB)".formatted(operator.toMillis() * 1e6 / bytes));
    }

    private long octets(Person person, String execution) throws IOException {
        long read = 0;
        var piece = new byte[256 * 1024];
        try (var body = person.api().stream("/executions/" + execution + "/output?stream=stdout")
                .body()) {
            for (int count = body.read(piece); count >= 0; count = body.read(piece)) {
                read += count;
            }
        }
        return read;
    }

    private void ssh(Path file) throws IOException {
        if (!Ssh.isInstalled()) {
            report.remark("sshd is missing, so nothing was compared: apt-get install openssh-server");
            return;
        }
        try (var ssh = Ssh.start(folder.resolve("ssh"))) {
            for (int i = 1; i <= runs; i++) {
                rate("ssh localhost cat " + i + ", OpenSSH's default cipher", ssh.cat(file), "");
                rate("ssh localhost cat " + i + ", aes128-gcm", ssh.cat(file, "-c", "aes128-gcm@openssh.com"), "");
            }
        }
    }

    private void rate(String what, long read, long begun, String goal) {
        if (read != bytes) {
            throw new IllegalStateException(what + " brought " + read + " of " + bytes + " bytes");
        }
        rate(what, Duration.ofNanos(System.nanoTime() - begun), goal);
    }

    private void rate(String what, Duration took, String goal) {
        report.add(what, bytes * 1e3 / took.toNanos(), "MB/s", goal);
    }

    private static InputStream events(Person person, Person.Asked asked) {
        return person.api().stream("/batches/" + asked.batchId() + "/events").body();
    }

    /** A log of lines, none of which holds anything that is replaced on the way: what arrives has as many bytes. */
    private Path file() throws IOException {
        Path file = folder.resolve("large");
        var lines = new StringBuilder();
        for (int line = 0; lines.length() < BLOCK; line++) {
            lines.append("worker %05x has done its part of the night and waits for what comes next%n".formatted(line));
        }
        byte[] block = lines.substring(0, BLOCK).getBytes(StandardCharsets.US_ASCII);
        try (var out = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW)) {
            for (long written = 0; written < bytes; written += block.length) {
                out.write(block);
            }
        }
        return file;
    }
}
