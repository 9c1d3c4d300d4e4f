package ai.dropops.cli;

import ai.dropops.cli.connect.Problem;
import ai.dropops.cli.connect.Refused;
import ai.dropops.cli.print.Screen;
import ai.dropops.protocol.sentinel.Catalogue;
import ai.dropops.protocol.sentinel.MalformedPattern;
import ai.dropops.protocol.sentinel.Scrubbed;
import ai.dropops.protocol.sentinel.Scrubber;
import ai.dropops.protocol.sentinel.Tally;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Replaces what is secret in standard input; needs no control plane. */
@Command(name = "scrub", description = "Replace secrets in standard input by what they are.")
final class Scrub implements Callable<Integer> {
    private static final int PIECE = 64 * 1024;

    private final Screen screen;
    private final InputStream in;

    @Option(names = "--patterns", paramLabel = "FILE", description = "kinds of your own, see docs/sentinel.md")
    private @Nullable Path patterns;

    @Option(names = "--counts", description = "say on standard error what was replaced")
    private boolean counts;

    Scrub(Screen screen, InputStream in) {
        this.screen = screen;
        this.in = in;
    }

    @Override
    public Integer call() {
        var scrubbed = new Scrubbed();
        var scrubber = new Scrubber(catalogue(), System::nanoTime, scrubbed);
        var piece = new byte[PIECE];
        try {
            for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
                scrubber.feed(ByteBuffer.wrap(piece, 0, count));
                screen.write(scrubbed.take());
            }
        } catch (IOException e) {
            throw badInput("cannot read standard input: " + e.getMessage(), "check what is piped into it");
        }
        scrubber.flush();
        screen.write(scrubbed.take());
        if (counts) {
            report(scrubber.tally());
        }
        return ExitCode.OK;
    }

    private Catalogue catalogue() {
        if (patterns == null) {
            return Catalogue.builtIn();
        }
        try {
            return Catalogue.builtIn().with(Files.readString(patterns));
        } catch (IOException e) {
            throw badInput("cannot read " + patterns, "give --patterns a text file");
        } catch (MalformedPattern e) {
            throw badInput(
                    String.valueOf(e.getMessage()), "mend " + patterns + "; docs/sentinel.md describes the form");
        }
    }

    private void report(Tally tally) {
        tally.replaced().entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey()))
                .forEach(kind -> screen.plainNote("%8d %s".formatted(kind.getValue(), kind.getKey())));
        screen.plainNote("%8d bytes in, %d out".formatted(tally.bytesIn(), tally.bytesOut()));
    }

    private static Refused badInput(String message, String advice) {
        return Problem.badInput(message, advice).refused();
    }
}
