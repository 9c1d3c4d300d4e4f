package ai.dropops.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Proposes to give a file a content it had before. */
@Command(name = "restore", description = "Give a file a content it had before, once it is approved.")
final class RestoreFile implements Callable<Integer> {
    private final DropOps dropOps;

    @Mixin
    private final FileTarget target = new FileTarget();

    @Option(names = "--to", paramLabel = "VERSION", required = true, description = "a commit; see file history")
    private String version = "";

    RestoreFile(DropOps dropOps) {
        this.dropOps = dropOps;
    }

    @Override
    public Integer call() {
        var file = new HostFile(dropOps, dropOps.controlPlane(), target);
        var action = target.action("restore-file").put("version", version).put("content", file.content(version));
        file.content().ifPresent(base -> action.put("base", base));
        return file.does(action);
    }
}
