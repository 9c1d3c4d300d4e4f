package ai.dropops.load.scenario;

import ai.dropops.load.compare.Nats;
import ai.dropops.load.compare.Ssh;
import ai.dropops.load.compare.SshTool;
import ai.dropops.load.report.Report;
import ai.dropops.load.report.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The same broadcast, {@code echo ok} on every host, through us and through what else people use, in one run and one table. */
final class Compare {
    private final Path folder;
    private final int count;
    private final int parallel;
    private final int runs;
    private final Report report;

    /** @param parallel how many connections the programs over ssh hold at once */
    Compare(Path folder, int count, int parallel, int runs, Report report) {
        this.folder = folder;
        this.count = count;
        this.parallel = parallel;
        this.runs = runs;
        this.report = report;
    }

    void run() throws IOException {
        new Broadcast(Files.createDirectories(folder.resolve("dropops")), count, runs, "", report).run();
        nats();
        try (var server = Ssh.start(folder.resolve("ssh"))) {
            for (SshTool tool : SshTool.values()) {
                ssh(tool, server);
            }
        }
        report.remark(
                "DropOps: TLS with client certificates, a permit verified and a receipt signed by each host, every event"
                        + " and receipt stored before it counts; hosts are simulated and start no process.");
        report.remark(
                "NATS: TLS, no permit, no record; subscribers start no process. ssh: one sshd on the loopback, a process"
                        + " for each command.");
    }

    private void nats() throws IOException {
        if (!Nats.isInstalled()) {
            report.remark("NATS was left out: install nats-server");
            return;
        }
        try (var nats = Nats.start(folder.resolve("nats"), count)) {
            var all = new Samples();
            for (int run = 0; run < runs; run++) {
                all.add(nats.broadcast());
            }
            report.add("NATS over TLS, request → all " + count + " answers, median", all.millis(0.5) / 1e3, "s");
        }
    }

    private void ssh(SshTool tool, Ssh server) throws IOException {
        if (!tool.isInstalled()) {
            report.remark(tool.program() + " was left out: install " + tool.debianPackage());
            return;
        }
        report.add(
                "%s, %d at once, start → end with all %d answers".formatted(tool.program(), parallel, count),
                tool.broadcast(folder, server, count, parallel).toMillis() / 1e3,
                "s");
    }
}
