package ai.dropops.cli;

import ai.dropops.cli.connect.ControlPlane;
import ai.dropops.cli.connect.Json;
import ai.dropops.cli.follow.BatchEvent;
import ai.dropops.cli.follow.Execution;
import ai.dropops.cli.follow.HostOutput;
import ai.dropops.cli.follow.Offsets;
import ai.dropops.cli.follow.Progress;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints what a command has printed, from whoever keeps it. */
@Command(
        name = "output",
        description = "Print what a command printed, from the hosts or, where they keep no records, the control plane.")
final class Output implements Callable<Integer> {
    /** The two streams, as they are named on the command line. */
    enum Stream {
        stdout,
        stderr
    }

    private final DropOps dropOps;

    @Parameters(paramLabel = "BATCH|EXECUTION", description = "the id of either")
    private String id = "";

    @Option(names = "--stream", paramLabel = "STREAM", description = "only ${COMPLETION-CANDIDATES}")
    private @Nullable Stream stream;

    Output(DropOps dropOps) {
        this.dropOps = dropOps;
    }

    @Override
    public Integer call() {
        ControlPlane controlPlane = dropOps.controlPlane();
        var output = new HostOutput(controlPlane, dropOps.screen());
        JsonNode answer = id.startsWith("ba_")
                ? controlPlane.get("/batches/" + ControlPlane.encoded(id))
                : controlPlane.get("/executions/" + ControlPlane.encoded(id));
        var progress = new Progress();
        progress.hear(id.startsWith("ba_") ? new BatchEvent.Whole(answer) : new BatchEvent.Changed(answer));
        if (dropOps.wantsJson()) {
            progress.executions().forEach(execution -> printJson(execution, output));
        } else {
            print(progress, output);
        }
        return ExitCode.OK;
    }

    private void print(Progress progress, HostOutput output) {
        boolean headed = progress.executions().size() > 1;
        for (Execution execution : progress.executions()) {
            if (headed) {
                dropOps.screen().heading("=== " + progress.label(execution) + " ===");
            }
            if (execution.isFinal()) {
                output.printRest(execution, progress.label(execution), streams(), new Offsets());
            } else if (execution.hasBegun()) {
                streams().forEach(name -> output.print(execution.id(), name, 0));
            }
            if (!execution.hasBegun()) {
                dropOps.screen().note(progress.label(execution) + ": " + execution.fate());
            }
        }
    }

    /** One line a stream, its bytes in base64. */
    private void printJson(Execution execution, HostOutput output) {
        for (String name : streams()) {
            if (execution.hasBegun()) {
                dropOps.screen()
                        .json(Json.object()
                                .put("executionId", execution.id())
                                .put("hostname", execution.hostname())
                                .put("stream", name)
                                .put("data", output.whole(execution.id(), name)));
            }
        }
    }

    private List<String> streams() {
        return stream == null ? List.of("stdout", "stderr") : List.of(stream.name());
    }
}
