package ai.dropops.operator.agent;

import ai.dropops.operator.control.Approvals;
import ai.dropops.operator.control.FakeControlPlane;
import ai.dropops.operator.control.FakeLink;
import ai.dropops.operator.control.OperatorProcess;
import ai.dropops.protocol.action.Order;
import ai.dropops.protocol.identity.ExecutionId;
import ai.dropops.protocol.wire.Frame;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Random;

/**
 * Prints how fast what a command prints goes through a real operator: from the pipe through the Sentinel into the sealed spool, and
 * from there over the TLS socket, to a peer that takes it and does nothing with it; with the processor time of both processes.
 * {@code java -cp ... ai.dropops.operator.agent.OutputRates [MEGABYTES [RUNS]]}, in a folder on the disk that is meant.
 */
public final class OutputRates {
    private static final int WINDOW = 32;

    private OutputRates() {}

    public static void main(String[] arguments) throws Exception {
        int megabytes = arguments.length == 0 ? 512 : Integer.parseInt(arguments[0]);
        int runs = arguments.length < 2 ? 3 : Integer.parseInt(arguments[1]);
        Path folder = Files.createTempDirectory(Path.of("").toAbsolutePath(), "output-rates");
        Path home = Files.createDirectory(folder.resolve("home"));
        Path log = log(folder.resolve("log"), megabytes);
        try (var plane = new FakeControlPlane();
                var operator = OperatorProcess.start(plane, home)) {
            FakeLink link = plane.nextWelcomed();
            System.out.println("| what | MB/s | operator, ms a MB | its peer, ms a MB |\n|---|---|---|---|");
            for (int run = 1; run <= runs; run++) {
                var measured = new Measured(operator, Files.size(log));
                ExecutionId execution = order(plane, link, log).execution();
                link.receipt();
                measured.print("exec → Sentinel → spool");
                measured = new Measured(operator, Files.size(log));
                read(link, execution, Files.size(log), 2L * run);
                measured.print("spool → socket");
                measured = new Measured(operator, Files.size(log));
                var order = order(plane, link, log);
                read(link, order.execution(), Files.size(log), 2L * run + 1);
                measured.print("exec → Sentinel → spool → socket");
                link.receipt();
            }
        } finally {
            delete(folder);
        }
    }

    private static Order order(FakeControlPlane plane, FakeLink link, Path log) throws InterruptedException {
        Order order = Approvals.of("cat " + log, plane).order();
        link.deliver(order);
        link.await(Frame.Started.class);
        return order;
    }

    private static void read(FakeLink link, ExecutionId execution, long bytes, long reader)
            throws InterruptedException {
        var counted = link.count(reader);
        counted.reset();
        link.send(new Frame.Read(reader, execution, 0, 0, WINDOW));
        Frame.OutputEnd end = link.await(Frame.OutputEnd.class);
        if (end.reason() != Frame.OutputEnd.Reason.COMPLETE || counted.sum() < bytes) {
            throw new IllegalStateException(end + " after " + counted + " of " + bytes + " bytes");
        }
    }

    /** What a stretch of work took. */
    private static final class Measured {
        private final OperatorProcess operator;
        private final double megabytes;
        private final long begun = System.nanoTime();
        private final Duration operatorBefore;
        private final Duration ownBefore;

        Measured(OperatorProcess operator, long bytes) {
            this.operator = operator;
            this.megabytes = bytes / 1e6;
            this.operatorBefore = processor(operator.pid());
            this.ownBefore = processor(ProcessHandle.current().pid());
        }

        void print(String what) {
            System.out.printf(
                    "| %s | %.0f | %.2f | %.2f |%n",
                    what,
                    megabytes * 1e9 / (System.nanoTime() - begun),
                    processor(operator.pid()).minus(operatorBefore).toNanos() / 1e6 / megabytes,
                    processor(ProcessHandle.current().pid()).minus(ownBefore).toNanos() / 1e6 / megabytes);
        }

        private static Duration processor(long pid) {
            return ProcessHandle.of(pid)
                    .flatMap(process -> process.info().totalCpuDuration())
                    .orElseThrow();
        }
    }

    private static Path log(Path file, int megabytes) throws IOException {
        var random = new Random(7);
        var text = new StringBuilder();
        while (text.length() < 1_000_000) {
            text.append("2026-03-01T12:%02d:%02d.%03dZ INFO  [worker-%d] request took %d ms status=200 bytes=%d%n"
                    .formatted(
                            random.nextInt(60),
                            random.nextInt(60),
                            random.nextInt(1000),
                            random.nextInt(16),
                            random.nextInt(500),
                            random.nextInt(50_000)));
        }
        byte[] block = text.substring(0, 1_000_000).getBytes(StandardCharsets.US_ASCII);
        try (OutputStream out = Files.newOutputStream(file)) {
            for (int i = 0; i < megabytes; i++) {
                out.write(block);
            }
        }
        return file;
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
