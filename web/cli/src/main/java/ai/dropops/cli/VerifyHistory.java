package ai.dropops.cli;

import ai.dropops.cli.connect.Problem;
import ai.dropops.cli.connect.Refused;
import ai.dropops.cli.print.Screen;
import ai.dropops.protocol.audit.Finding;
import ai.dropops.protocol.audit.Verifier;
import ai.dropops.protocol.audit.Witness;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Finds out whether an exported history is as it was written; needs no control plane and no key. */
@Command(name = "verify", description = "Find the first entry of an exported history that is not as it was written.")
final class VerifyHistory implements Callable<Integer> {
    private final Screen screen;

    @Parameters(paramLabel = "FILE", description = "written by dropops-operator --export-history")
    private Path file = Path.of("");

    @Option(names = "--witness", paramLabel = "FILE", description = "what the control plane has counter-signed")
    private @Nullable Path witness;

    VerifyHistory(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() {
        var verifier = new Verifier(Optional.ofNullable(witness).map(VerifyHistory::witness));
        try (var lines = Files.lines(file)) {
            lines.forEach(verifier::read);
        } catch (IOException | UncheckedIOException e) {
            throw badInput("cannot read " + file, "export it with dropops-operator --export-history");
        }
        Finding finding = verifier.finish();
        finding.lines().forEach(screen::line);
        return finding.holds() ? ExitCode.OK : ExitCode.ERROR;
    }

    private static Witness witness(Path file) {
        try {
            return Witness.parse(Files.readAllLines(file));
        } catch (IOException e) {
            throw badInput("cannot read " + file, "get it with dropops history witness");
        } catch (IllegalArgumentException e) {
            throw badInput(file + " is no witness file: " + e.getMessage(), "get it with dropops history witness");
        }
    }

    private static Refused badInput(String message, String advice) {
        return Problem.badInput(message, advice).refused();
    }
}
