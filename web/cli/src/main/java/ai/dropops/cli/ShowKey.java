package ai.dropops.cli;

import ai.dropops.cli.connect.Json;
import ai.dropops.cli.sign.ApproverKey;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Shows the public half of a key to approve with. */
@Command(name = "show", description = "Show the line of a key of yours that goes into approver files.")
final class ShowKey implements Callable<Integer> {
    private final DropOps dropOps;

    @Parameters(paramLabel = "FILE", description = "the key, as 'keys create' made it")
    private Path file = Path.of("");

    ShowKey(DropOps dropOps) {
        this.dropOps = dropOps;
    }

    @Override
    public Integer call() {
        String line = ApproverKey.publicLine(file);
        dropOps.show(
                Json.object().put("publicLine", line), () -> dropOps.screen().line(line));
        return ExitCode.OK;
    }
}
