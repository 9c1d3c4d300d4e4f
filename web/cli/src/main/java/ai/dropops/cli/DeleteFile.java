package ai.dropops.cli;

import ai.dropops.cli.connect.Problem;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Proposes to delete a file as it is now. */
@Command(name = "delete", description = "Delete a file, once it is approved.")
final class DeleteFile implements Callable<Integer> {
    private final DropOps dropOps;

    @Mixin
    private final FileTarget target = new FileTarget();

    DeleteFile(DropOps dropOps) {
        this.dropOps = dropOps;
    }

    @Override
    public Integer call() {
        var file = new HostFile(dropOps, dropOps.controlPlane(), target);
        byte[] base = file.content()
                .orElseThrow(() -> new Problem(0, "no-such-file", target.path() + " does not exist", "").refused());
        return file.does(target.action("delete-file").put("base", base));
    }
}
