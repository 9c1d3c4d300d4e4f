package ai.dropops.load.compare;

import ai.dropops.load.stage.Running;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A program that runs one command on many hosts over ssh. All hosts are one server on the loopback. */
public enum SshTool {
    PARALLEL_SSH("parallel-ssh", "pssh", Pattern.compile("(?m)\\[SUCCESS]")) {
        @Override
        List<String> command(Path folder, Path config, int hosts, int parallel) throws IOException {
            return List.of(
                    "parallel-ssh",
                    "-h",
                    names(folder, hosts).toString(),
                    "-p",
                    Integer.toString(parallel),
                    "-t",
                    "0",
                    "-x",
                    "-F " + config,
                    ECHO);
        }
    },
    CLUSH("clush", "clustershell", Pattern.compile("(?m)^node\\d+: ok$")) {
        @Override
        List<String> command(Path folder, Path config, int hosts, int parallel) {
            return List.of(
                    "clush",
                    "-S",
                    "-w",
                    "node[1-" + hosts + "]",
                    "-f",
                    Integer.toString(parallel),
                    "-o",
                    "-F " + config,
                    ECHO);
        }
    },
    ANSIBLE("ansible", "ansible-core", Pattern.compile("(?m)\\| CHANGED \\| rc=0")) {
        @Override
        List<String> command(Path folder, Path config, int hosts, int parallel) throws IOException {
            return List.of(
                    "ansible",
                    "all",
                    "-i",
                    names(folder, hosts).toString(),
                    "-f",
                    Integer.toString(parallel),
                    "-m",
                    "raw",
                    "-a",
                    ECHO);
        }
    };

    private static final String ECHO = "echo ok";
    private static final Duration LIMIT = Duration.ofMinutes(30);

    private final String program;
    private final String debianPackage;
    private final Pattern answer;

    SshTool(String program, String debianPackage, Pattern answer) {
        this.program = program;
        this.debianPackage = debianPackage;
        this.answer = answer;
    }

    public String program() {
        return program;
    }

    public String debianPackage() {
        return debianPackage;
    }

    public boolean isInstalled() {
        return Files.isExecutable(Path.of("/usr/bin", program));
    }

    /** How long {@code echo ok} on {@code hosts} hosts takes, {@code parallel} at a time, until the program has ended. */
    public Duration broadcast(Path folder, Ssh server, int hosts, int parallel) throws IOException {
        Path config = server.clientConfig();
        List<String> command = command(folder, config, hosts, parallel);
        Path log = folder.resolve(program + ".log");
        Files.deleteIfExists(log);
        long begun = System.nanoTime();
        try (var running = Running.start(program, command, folder, log, Map.of("ANSIBLE_SSH_ARGS", "-F " + config))) {
            running.awaitEnd(LIMIT);
        }
        var took = Duration.ofNanos(System.nanoTime() - begun);
        long answers = answer.matcher(Files.readString(log)).results().count();
        if (answers != hosts) {
            throw new IOException(program + " brought " + answers + " of " + hosts + " answers; see " + log);
        }
        return took;
    }

    abstract List<String> command(Path folder, Path config, int hosts, int parallel) throws IOException;

    private static Path names(Path folder, int hosts) throws IOException {
        return Files.writeString(
                folder.resolve("hosts"),
                IntStream.rangeClosed(1, hosts)
                        .mapToObj(host -> "node" + host)
                        .collect(Collectors.joining("\n", "", "\n")));
    }
}
