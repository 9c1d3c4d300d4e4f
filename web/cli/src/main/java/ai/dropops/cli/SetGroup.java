package ai.dropops.cli;

import ai.dropops.cli.connect.ControlPlane;
import ai.dropops.cli.connect.Json;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Gives a target a name. */
@Command(name = "set", description = "Let @NAME stand for TARGET; other groups may be in it.")
final class SetGroup implements Callable<Integer> {
    private final DropOps dropOps;

    @Parameters(index = "0", paramLabel = "NAME", description = "letters, digits, dots, dashes and underscores")
    private String name = "";

    @Parameters(index = "1", paramLabel = "TARGET", description = "such as 'role=web & !zone=eu-*'")
    private String target = "";

    SetGroup(DropOps dropOps) {
        this.dropOps = dropOps;
    }

    @Override
    public Integer call() {
        Groups.show(
                dropOps.controlPlane()
                        .put(
                                "/groups/" + ControlPlane.encoded(name),
                                Json.object().put("targets", target)),
                dropOps);
        return ExitCode.OK;
    }
}
