package ai.dropops.cli;

import ai.dropops.cli.connect.ControlPlane;
import ai.dropops.cli.connect.Json;
import ai.dropops.cli.connect.Problem;
import ai.dropops.cli.follow.Halt;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Lets the next wave of a batch begin. */
@Command(
        name = "go-on",
        description = {
            "Let the next wave of a batch begin that asks after each.",
            "To have it stop here instead: dropops cancel BATCH."
        })
final class GoOn implements Callable<Integer> {
    private final DropOps dropOps;

    @Parameters(paramLabel = "BATCH", description = "the batch's id")
    private String id = "";

    GoOn(DropOps dropOps) {
        this.dropOps = dropOps;
    }

    @Override
    public Integer call() {
        ControlPlane controlPlane = dropOps.controlPlane();
        Halt halt = Halt.of(controlPlane.get("/batches/" + ControlPlane.encoded(id)))
                .filter(Halt::asks)
                .orElseThrow(() -> new Problem(
                                0,
                                "nothing-to-decide",
                                id + " does not wait for anybody's word",
                                "see how it stands: dropops batches")
                        .refused());
        JsonNode batch = goOn(controlPlane, id, halt);
        dropOps.show(batch, () -> dropOps.screen().line("going on with " + halt.next()));
        return ExitCode.OK;
    }

    /** Lets the wave begin before which {@code halt} is, and no other. */
    static JsonNode goOn(ControlPlane controlPlane, String batch, Halt halt) {
        return controlPlane.post(
                "/batches/" + ControlPlane.encoded(batch) + "/go-on",
                Json.object().put("wave", halt.wave()));
    }
}
