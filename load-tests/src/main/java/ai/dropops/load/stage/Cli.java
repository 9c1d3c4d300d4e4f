package ai.dropops.load.stage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The command line program, against the control plane whose data folder it is given. */
public final class Cli {
    private static final int LIMIT_SECONDS = 60;

    private final Path data;

    public Cli(Path data) {
        this.data = data;
    }

    /** How a call ended and what it printed. */
    public record Exit(int code, String out, String err) {}

    public Exit run(String command, String... arguments) {
        var line = new ArrayList<>(Programs.cli());
        line.add(command);
        line.addAll(List.of("--data", data.toString()));
        line.addAll(List.of(arguments));
        try {
            Path out = Files.createTempFile("cli", ".out");
            Path err = Files.createTempFile("cli", ".err");
            var process = new ProcessBuilder(line)
                    .redirectInput(Path.of("/dev/null").toFile())
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .start();
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(
                        "dropops " + command + " did not end: " + Files.readString(out) + Files.readString(err));
            }
            var exit = new Exit(process.exitValue(), Files.readString(out), Files.readString(err));
            Files.delete(out);
            Files.delete(err);
            return exit;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
