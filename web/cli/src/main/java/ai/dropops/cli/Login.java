package ai.dropops.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Prints a fresh link into the console. */
@Command(name = "login", description = "Print a link that signs a browser in, once.")
final class Login implements Callable<Integer> {
    private final DropOps dropOps;

    Login(DropOps dropOps) {
        this.dropOps = dropOps;
    }

    @Override
    public Integer call() {
        JsonNode link = dropOps.controlPlane().post("/sign-in-links");
        dropOps.show(link, () -> {
            dropOps.screen().line(link.path("url").asText());
            dropOps.screen().note("good for one sign-in within 15 minutes");
        });
        return ExitCode.OK;
    }
}
