package ai.dropops.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Prints what the control plane has counter-signed of an operator's history, as a witness file. */
@Command(name = "witness", description = "Print what the control plane can witness of an operator's history.")
final class WitnessHistory implements Callable<Integer> {
    private final DropOps dropOps;

    @Parameters(paramLabel = "OPERATOR", description = "its id, op_…")
    private String operator = "";

    WitnessHistory(DropOps dropOps) {
        this.dropOps = dropOps;
    }

    @Override
    public Integer call() {
        JsonNode witness = dropOps.controlPlane().get("/operators/" + operator + "/witness");
        witness.path("lines").forEach(line -> dropOps.screen().line(line.asText()));
        return ExitCode.OK;
    }
}
