package ai.dropops.cli;

import ai.dropops.cli.connect.ControlPlane;
import ai.dropops.cli.connect.Json;
import ai.dropops.cli.connect.Problem;
import ai.dropops.protocol.guard.Policy;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Puts a file's policy in force. */
@Command(name = "set", description = "Put the policy in FILE in force for the workspace.")
final class SetPolicy implements Callable<Integer> {
    private final DropOps dropOps;

    @Parameters(paramLabel = "FILE", description = "YAML or JSON; docs/policy.md names every key")
    private Path file = Path.of("");

    @Option(
            names = "--expect",
            paramLabel = "VERSION",
            description = "set it only if this version is in force; the one in force now when it is not given")
    private @Nullable Integer expected;

    SetPolicy(DropOps dropOps) {
        this.dropOps = dropOps;
    }

    @Override
    public Integer call() {
        String text = read();
        ControlPlane controlPlane = dropOps.controlPlane();
        int version = expected != null
                ? expected
                : controlPlane.get("/policy").path("version").asInt();
        JsonNode policy = controlPlane.put(
                "/policy", Json.object().put("expectedVersion", version).put("text", text));
        dropOps.show(
                policy,
                () -> dropOps.screen().line("version " + policy.path("version").asInt() + " is in force"));
        return ExitCode.OK;
    }

    /** The file's text, which is a policy: a mistake is found before anything is sent. */
    private String read() {
        try {
            String text = Files.readString(file);
            Policy.parse(text);
            return text;
        } catch (IOException e) {
            throw Problem.badInput("cannot read " + file + ": " + e.getMessage(), "name a file of text in UTF-8")
                    .refused();
        } catch (IllegalArgumentException e) {
            throw Problem.badInput(file + ": " + e.getMessage(), "correct it there; docs/policy.md names every key")
                    .refused();
        }
    }
}
