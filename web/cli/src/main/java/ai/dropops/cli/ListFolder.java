package ai.dropops.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists a folder of a host. */
@Command(name = "list", description = "List a folder: mode, owner, group, size, time and name.")
final class ListFolder implements Callable<Integer> {
    private final DropOps dropOps;

    @Mixin
    private final FileTarget target = new FileTarget();

    ListFolder(DropOps dropOps) {
        this.dropOps = dropOps;
    }

    @Override
    public Integer call() {
        return new HostFile(dropOps, dropOps.controlPlane(), target).does(target.action("list-directory"));
    }
}
