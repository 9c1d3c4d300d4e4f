package ai.dropops.cli;

import ai.dropops.cli.connect.ControlPlane;
import ai.dropops.cli.connect.Json;
import ai.dropops.cli.connect.Problem;
import ai.dropops.cli.print.Screen;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Writes everything that is kept of the workspace to a file or to standard output, one JSON object a line. */
@Command(name = "export", description = "Write everything that is kept of the workspace, one JSON object a line.")
final class ExportWorkspace implements Callable<Integer> {
    private final DropOps dropOps;

    @Option(names = "--member", paramLabel = "ID", description = "only what names this member, mb_…")
    private String member = "";

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "a new file, for you alone; standard output unless given")
    private @Nullable Path out;

    ExportWorkspace(DropOps dropOps) {
        this.dropOps = dropOps;
    }

    @Override
    public Integer call() {
        ControlPlane controlPlane = dropOps.controlPlane();
        String query = member.isEmpty() ? "" : "?member=" + ControlPlane.encoded(member);
        try (InputStream told = controlPlane.open("/workspace/export" + query, Map.of());
                var lines = new BufferedReader(new InputStreamReader(told, StandardCharsets.UTF_8))) {
            return out == null ? print(lines) : write(lines, out);
        } catch (IOException e) {
            throw Problem.connectionLost(String.valueOf(e.getMessage())).refused();
        }
    }

    private int print(BufferedReader lines) throws IOException {
        Screen screen = dropOps.screen();
        String last = "";
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            screen.line(line);
            last = line;
        }
        requireWhole(last);
        return ExitCode.OK;
    }

    private int write(BufferedReader lines, Path file) throws IOException {
        String last = "";
        try (OutputStream bytes = Files.newOutputStream(create(file), StandardOpenOption.WRITE);
                Writer text = new OutputStreamWriter(bytes, StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                text.write(line);
                text.write('\n');
                last = line;
            }
        }
        requireWhole(last);
        dropOps.screen()
                .note("wrote " + file + ": "
                        + Json.tree(last.getBytes(StandardCharsets.UTF_8))
                                .path("rows")
                                .asLong() + " rows");
        return ExitCode.OK;
    }

    private static Path create(Path file) {
        var mine = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        try {
            return Files.createFile(file, mine);
        } catch (IOException e) {
            throw Problem.badInput(file + " cannot be made: " + e.getMessage(), "name a file that is not there yet")
                    .refused();
        }
    }

    /** The last line says that these were all; without it something was lost on the way. */
    private static void requireWhole(String last) throws IOException {
        if (last.isEmpty()
                || !Json.tree(last.getBytes(StandardCharsets.UTF_8)).path("end").asBoolean()) {
            throw new Problem(0, "not-whole", "the export broke off before its end", "try again").refused();
        }
    }
}
