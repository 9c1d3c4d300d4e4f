package ai.dropops.cli;

import ai.dropops.cli.connect.Json;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Opens a slot for a new operator. */
@Command(name = "add", description = "Open a slot for a new operator and print its key and install line.")
final class AddOperator implements Callable<Integer> {
    private final DropOps dropOps;

    @Parameters(paramLabel = "NAME", description = "what it shall be called")
    private String name = "";

    @Option(names = "--cloud", description = "an operator that works with cloud command lines")
    private boolean cloud;

    AddOperator(DropOps dropOps) {
        this.dropOps = dropOps;
    }

    @Override
    public Integer call() {
        var slot = Json.object().put("name", name).put("kind", cloud ? "cloud" : "solo");
        return NewKey.show(dropOps.controlPlane().post("/operators", slot), dropOps);
    }
}
