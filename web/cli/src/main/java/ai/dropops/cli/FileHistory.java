package ai.dropops.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists the versions of a file that its host keeps. */
@Command(name = "history", description = "List the versions of a file that its host keeps.")
final class FileHistory implements Callable<Integer> {
    private final DropOps dropOps;

    @Mixin
    private final FileTarget target = new FileTarget();

    FileHistory(DropOps dropOps) {
        this.dropOps = dropOps;
    }

    @Override
    public Integer call() {
        return new HostFile(dropOps, dropOps.controlPlane(), target).does(target.action("file-history"));
    }
}
