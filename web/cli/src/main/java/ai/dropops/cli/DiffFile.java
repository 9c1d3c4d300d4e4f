package ai.dropops.cli;

import ai.dropops.protocol.diff.UnifiedDiff;
import ai.dropops.protocol.identity.Bytes;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Prints what is different between a version of a file and another, or the file as it is. */
@Command(name = "diff", description = "Show what is different between two versions of a file.")
final class DiffFile implements Callable<Integer> {
    private final DropOps dropOps;

    @Mixin
    private final FileTarget target = new FileTarget();

    @Option(names = "--from", paramLabel = "VERSION", required = true, description = "a commit; see file history")
    private String from = "";

    @Option(names = "--to", paramLabel = "VERSION", description = "another commit; the file as it is, unless given")
    private String to = "";

    DiffFile(DropOps dropOps) {
        this.dropOps = dropOps;
    }

    @Override
    public Integer call() {
        var file = new HostFile(dropOps, dropOps.controlPlane(), target);
        Optional<Bytes> before = file.contentAt(from).map(Bytes::wrap);
        Optional<Bytes> after = (to.isEmpty() ? file.content() : file.contentAt(to)).map(Bytes::wrap);
        if (!before.equals(after)) {
            UnifiedDiff.of(target.path(), before, after).lines().forEach(dropOps.screen()::line);
        }
        return ExitCode.OK;
    }
}
