package ai.dropops.cli;

import ai.dropops.cli.connect.ControlPlane;
import ai.dropops.cli.connect.Problem;
import ai.dropops.cli.follow.FoldedResults;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows what the hosts of a batch answered, equal results together, or each for another program. */
@Command(
        name = "results",
        description = {
            "Show what the hosts answered: equal results together, what is unusual first.",
            "With --json or --csv a line for each host."
        })
final class Results implements Callable<Integer> {
    private static final int BUFFER = 64 * 1024;

    private final DropOps dropOps;

    @Parameters(paramLabel = "BATCH", description = "the id of a batch")
    private String batch = "";

    @Option(names = "--csv", description = "print comma-separated values with a line of headings")
    private boolean csv;

    Results(DropOps dropOps) {
        this.dropOps = dropOps;
    }

    @Override
    public Integer call() {
        if (csv && dropOps.wantsJson()) {
            throw Problem.badInput("--csv and --json exclude each other", "").refused();
        }
        ControlPlane controlPlane = dropOps.controlPlane();
        if (csv || dropOps.wantsJson()) {
            export(controlPlane);
        } else {
            new FoldedResults(controlPlane, dropOps.screen()).print(batch);
        }
        return ExitCode.OK;
    }

    private void export(ControlPlane controlPlane) {
        String path = "/batches/" + ControlPlane.encoded(batch) + "/results?format=" + (csv ? "csv" : "json");
        try (InputStream in = controlPlane.open(path, Map.of())) {
            var buffer = new byte[BUFFER];
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                dropOps.screen().write(buffer, 0, count);
            }
        } catch (IOException e) {
            throw new Problem(0, "connection-lost", "the connection broke: " + e.getMessage(), "try again").refused();
        }
    }
}
