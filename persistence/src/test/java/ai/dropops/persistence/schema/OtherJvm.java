package ai.dropops.persistence.schema;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A second Java process with this one's class path, for what only separate processes can show. */
public final class OtherJvm implements AutoCloseable {
    private final Process process;
    private final BufferedReader lines;

    private OtherJvm(Process process) {
        this.process = process;
        this.lines = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    public static OtherJvm run(Class<?> main, String... arguments) throws IOException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("--sun-misc-unsafe-memory-access=allow", "--enable-native-access=ALL-UNNAMED"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(arguments));
        return new OtherJvm(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    /** The next line it prints; an IllegalStateException when it ended without one. */
    public String line() throws IOException {
        String line = lines.readLine();
        if (line == null) {
            throw new IllegalStateException("the other process ended without a word");
        }
        return line;
    }

    /** What it still had printed when {@code kill -9} ended it. */
    public List<String> kill() {
        end();
        return lines.lines().toList();
    }

    @Override
    public void close() throws IOException {
        end();
        lines.close();
    }

    /** By the handle: ending it by the process itself would throw away what it had printed. */
    private void end() {
        process.toHandle().destroyForcibly();
        process.onExit().join();
    }
}
