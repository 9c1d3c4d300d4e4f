package ai.dropops.cli;

import ai.dropops.cli.connect.ControlPlane;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Stops a batch: what has not begun never does, what runs is ended. */
@Command(name = "cancel", description = "Stop a batch: what has not begun never does, what runs is ended.")
final class Cancel implements Callable<Integer> {
    private final DropOps dropOps;

    @Parameters(paramLabel = "BATCH", description = "the batch's id")
    private String id = "";

    Cancel(DropOps dropOps) {
        this.dropOps = dropOps;
    }

    @Override
    public Integer call() {
        JsonNode batch = dropOps.controlPlane().post("/batches/" + ControlPlane.encoded(id) + "/cancel");
        String state = batch.path("state").asText().toLowerCase(Locale.ROOT);
        String said = state.equals("running") ? "cancelling " : "it had ended already, " + state + ": ";
        dropOps.show(batch, () -> dropOps.screen().line((state.equals("cancelled") ? "cancelled " : said) + id));
        return ExitCode.OK;
    }
}
