package ai.dropops.cli;

import ai.dropops.cli.connect.ControlPlane;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Gives an operator a new key in place of its old one. */
@Command(name = "refresh", description = "Give a new key; the old one and its certificate die at once.")
final class RefreshKey implements Callable<Integer> {
    private final DropOps dropOps;

    @Parameters(paramLabel = "OPERATOR", description = "name, host name, id or index")
    private String operator = "";

    RefreshKey(DropOps dropOps) {
        this.dropOps = dropOps;
    }

    @Override
    public Integer call() {
        ControlPlane controlPlane = dropOps.controlPlane();
        String id = Fleet.of(controlPlane).one(operator).path("id").asText();
        return NewKey.show(controlPlane.post("/operators/" + id + "/key"), dropOps);
    }
}
