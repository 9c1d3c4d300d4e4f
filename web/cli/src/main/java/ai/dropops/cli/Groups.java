package ai.dropops.cli;

import ai.dropops.cli.print.Table;
import ai.dropops.cli.print.Table.Cell;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Lists the groups: targets with a name. */
@Command(name = "groups", description = "List the groups, which a TARGET asks for as @NAME; set or remove one.")
final class Groups implements Callable<Integer> {
    private final DropOps dropOps;

    Groups(DropOps dropOps) {
        this.dropOps = dropOps;
    }

    @Override
    public Integer call() {
        show(dropOps.controlPlane().get("/groups"), dropOps);
        return ExitCode.OK;
    }

    static void show(JsonNode groups, DropOps dropOps) {
        dropOps.show(groups, () -> {
            if (groups.path("groups").isEmpty()) {
                dropOps.screen().note("there are none yet; dropops groups set NAME TARGET");
                return;
            }
            var table = new Table("GROUP", "TARGET");
            groups.path("groups")
                    .forEach(group -> table.add(
                            Cell.of("@" + group.path("name").asText()),
                            Cell.of(group.path("targets").asText())));
            table.printTo(dropOps.screen());
        });
    }
}
