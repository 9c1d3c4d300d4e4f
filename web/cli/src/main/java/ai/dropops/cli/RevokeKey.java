package ai.dropops.cli;

import ai.dropops.cli.connect.ControlPlane;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Takes an operator's key away. */
@Command(name = "revoke", description = "Revoke a key; the operator that has it is cut off at once.")
final class RevokeKey implements Callable<Integer> {
    private final DropOps dropOps;

    @Parameters(paramLabel = "OPERATOR", description = "name, host name, id or index")
    private String operator = "";

    RevokeKey(DropOps dropOps) {
        this.dropOps = dropOps;
    }

    @Override
    public Integer call() {
        ControlPlane controlPlane = dropOps.controlPlane();
        String id = Fleet.of(controlPlane).one(operator).path("id").asText();
        JsonNode revoked = controlPlane.post("/operators/" + id + "/key/revoke");
        dropOps.show(
                revoked,
                () -> dropOps.screen()
                        .line("revoked the key of " + revoked.path("name").asText()));
        return ExitCode.OK;
    }
}
