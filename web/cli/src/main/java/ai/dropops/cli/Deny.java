package ai.dropops.cli;

import ai.dropops.cli.connect.ControlPlane;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Says no. */
@Command(name = "deny", description = "Deny what was proposed.")
final class Deny implements Callable<Integer> {
    private final DropOps dropOps;

    @Parameters(paramLabel = "ID", description = "the approval's id")
    private String id = "";

    @Option(names = "--feedback", paramLabel = "TEXT", description = "what should be done instead")
    private String feedback = "";

    Deny(DropOps dropOps) {
        this.dropOps = dropOps;
    }

    @Override
    public Integer call() {
        ControlPlane controlPlane = dropOps.controlPlane();
        Question question = Question.read(controlPlane, id);
        var denied = question.deny(controlPlane, feedback);
        dropOps.show(denied, () -> dropOps.screen().line("denied " + question.id()));
        return ExitCode.OK;
    }
}
