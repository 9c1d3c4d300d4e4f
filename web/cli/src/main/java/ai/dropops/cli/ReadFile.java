package ai.dropops.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Prints a file of a host. */
@Command(name = "read", description = "Print a file.")
final class ReadFile implements Callable<Integer> {
    private final DropOps dropOps;

    @Mixin
    private final FileTarget target = new FileTarget();

    @Option(names = "--at", paramLabel = "VERSION", description = "as it was then; see file history")
    private String version = "";

    @Option(names = "--offset", paramLabel = "N", description = "from this byte on")
    private long offset;

    @Option(names = "--limit", paramLabel = "N", description = "at most so many bytes")
    private long limit = Long.MAX_VALUE;

    ReadFile(DropOps dropOps) {
        this.dropOps = dropOps;
    }

    @Override
    public Integer call() {
        var action = target.action("read-file").put("offset", offset).put("limit", limit);
        if (!version.isEmpty()) {
            action.put("version", version);
        }
        return new HostFile(dropOps, dropOps.controlPlane(), target).does(action);
    }
}
