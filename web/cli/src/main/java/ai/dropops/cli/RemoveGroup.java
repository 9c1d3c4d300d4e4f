package ai.dropops.cli;

import ai.dropops.cli.connect.ControlPlane;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Takes a name from a target. */
@Command(name = "remove", description = "Let @NAME stand for nothing any more.")
final class RemoveGroup implements Callable<Integer> {
    private final DropOps dropOps;

    @Parameters(paramLabel = "NAME", description = "the group's name, without @")
    private String name = "";

    RemoveGroup(DropOps dropOps) {
        this.dropOps = dropOps;
    }

    @Override
    public Integer call() {
        Groups.show(dropOps.controlPlane().post("/groups/" + ControlPlane.encoded(name) + "/remove"), dropOps);
        return ExitCode.OK;
    }
}
