package ai.dropops.cli;

import ai.dropops.cli.print.Ago;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Prints the policy in force, as it was written. */
@Command(name = "show", description = "Print the policy in force.")
final class ShowPolicy implements Callable<Integer> {
    private final DropOps dropOps;

    ShowPolicy(DropOps dropOps) {
        this.dropOps = dropOps;
    }

    @Override
    public Integer call() {
        JsonNode policy = dropOps.controlPlane().get("/policy");
        dropOps.show(policy, () -> print(policy));
        return ExitCode.OK;
    }

    private void print(JsonNode policy) {
        int version = policy.path("version").asInt();
        dropOps.screen()
                .note(
                        version == 0
                                ? "these are the defaults; nobody has set a policy"
                                : "version " + version + ", set by "
                                        + policy.path("setBy").path("name").asText() + " "
                                        + Ago.of(policy.path("setAt").asText(""), Instant.now()));
        String text = policy.path("text").asText();
        dropOps.screen().text(text.endsWith("\n") ? text : text + "\n");
    }
}
