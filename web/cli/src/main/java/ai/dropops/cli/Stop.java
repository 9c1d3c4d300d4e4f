package ai.dropops.cli;

import ai.dropops.cli.connect.ControlPlane;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Ends an operator's process. */
@Command(name = "stop", description = "End an operator's process; it does not come back by itself.")
final class Stop implements Callable<Integer> {
    private final DropOps dropOps;

    @Parameters(paramLabel = "OPERATOR", description = "name, host name, id or index")
    private String operator = "";

    Stop(DropOps dropOps) {
        this.dropOps = dropOps;
    }

    @Override
    public Integer call() {
        ControlPlane controlPlane = dropOps.controlPlane();
        String id = Fleet.of(controlPlane).one(operator).path("id").asText();
        JsonNode stopped = controlPlane.post("/operators/" + id + "/stop");
        dropOps.show(
                stopped,
                () -> dropOps.screen().line("stopped " + stopped.path("name").asText()));
        return ExitCode.OK;
    }
}
