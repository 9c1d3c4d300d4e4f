package ai.dropops.cli;

import ai.dropops.cli.connect.Json;
import ai.dropops.cli.connect.Problem;
import ai.dropops.cli.print.Keyboard;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Erases everything that is kept of the workspace, once its name was typed. */
@Command(
        name = "delete",
        description = {
            "Erase everything that is kept of the workspace: members, operators, commands,",
            "approvals, events and the key they are sealed under. There is no way back.",
            "Its operators are told to end, and the control plane ends too."
        })
final class DeleteWorkspace implements Callable<Integer> {
    private final DropOps dropOps;

    @Option(names = "--confirm", paramLabel = "NAME", description = "the workspace's name, for programs")
    private String confirmation = "";

    DeleteWorkspace(DropOps dropOps) {
        this.dropOps = dropOps;
    }

    @Override
    public Integer call() {
        var controlPlane = dropOps.controlPlane();
        String name = controlPlane.get("/me").path("workspace").path("name").asText();
        String typed = Optional.of(confirmation)
                .filter(text -> !text.isEmpty())
                .or(() -> Keyboard.ask(
                        "This erases everything that is kept of " + name + ", for good. Type its name to go on: "))
                .orElseThrow(() -> Problem.badInput("deleting a workspace wants its name", "give it by --confirm NAME")
                        .refused());
        JsonNode deleted = controlPlane.post("/workspace/delete", Json.object().put("confirmation", typed));
        dropOps.show(
                deleted,
                () -> dropOps.screen()
                        .line("erased " + deleted.path("erasedRows").asLong() + " rows of " + name
                                + "; the control plane ends, and begins anew when it is started again"));
        return ExitCode.OK;
    }
}
