package ai.dropops.operator.control;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A real operator process, started in a folder of its own. */
public final class OperatorProcess implements AutoCloseable {
    private final Process process;
    private final Path log;

    private OperatorProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /** Starts an operator for {@code plane} in {@code folder}. */
    public static OperatorProcess start(FakeControlPlane plane, Path folder, String... options) {
        var arguments = new ArrayList<>(
                List.of("-e", plane.endpoint(), "--ca-sha256", plane.pin().hex()));
        arguments.addAll(List.of(options));
        return start(folder, plane.apiKey.text().reveal(), arguments);
    }

    public static OperatorProcess start(Path folder, String apiKey, List<String> arguments) {
        return start(folder, Map.of("DROPOPS_OPERATOR_API_KEY", apiKey), arguments);
    }

    public static OperatorProcess start(Path folder, Map<String, String> environment, List<String> arguments) {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx64m",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "ai.dropops.operator.agent.Main"));
        command.addAll(arguments);
        Path log = folder.resolve("operator.log");
        var builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(environment);
        try {
            return new OperatorProcess(builder.start(), log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public long pid() {
        return process.pid();
    }

    /** SIGTERM. */
    public void terminate() {
        process.destroy();
    }

    /** SIGKILL. */
    public void kill() {
        process.destroyForcibly();
        exitCode();
    }

    public int exitCode() {
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                throw new AssertionError("the operator still runs after 30 s:\n" + log());
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    public String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The most memory the process ever had resident, in MB. */
    public long peakMegabytes() {
        try {
            return Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
                            .filter(line -> line.startsWith("VmHWM"))
                            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                            .sum()
                    / 1024;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends it in order, so that no command of it is left running. */
    @Override
    public void close() {
        if (process.isAlive()) {
            terminate();
            exitCode();
        }
    }
}
