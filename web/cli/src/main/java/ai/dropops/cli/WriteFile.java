package ai.dropops.cli;

import ai.dropops.cli.connect.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Proposes a new content for a file as it is now. */
@Command(name = "write", description = "Give a file a new content, once it is approved.")
final class WriteFile implements Callable<Integer> {
    private static final Path STANDARD_INPUT = Path.of("-");

    private final DropOps dropOps;

    @Mixin
    private final FileTarget target = new FileTarget();

    private final InputStream standardInput;

    @Option(names = "--from", paramLabel = "FILE", description = "the new content; - or nothing for standard input")
    private Path from = STANDARD_INPUT;

    @Option(names = "--mode", paramLabel = "MODE", description = "three octal digits; the one it has when not given")
    private String mode = "";

    WriteFile(DropOps dropOps, InputStream standardInput) {
        this.dropOps = dropOps;
        this.standardInput = standardInput;
    }

    @Override
    public Integer call() {
        byte[] content = newContent();
        var file = new HostFile(dropOps, dropOps.controlPlane(), target);
        var action = target.action("write-file").put("content", content);
        file.content().ifPresent(base -> action.put("base", base));
        if (!mode.isEmpty()) {
            action.put("mode", mode);
        }
        return file.does(action);
    }

    private byte[] newContent() {
        try {
            return from.equals(STANDARD_INPUT) ? standardInput.readAllBytes() : Files.readAllBytes(from);
        } catch (IOException e) {
            throw Problem.badInput("cannot read " + from + ": " + e.getMessage(), "name a file that can be read")
                    .refused();
        }
    }
}
