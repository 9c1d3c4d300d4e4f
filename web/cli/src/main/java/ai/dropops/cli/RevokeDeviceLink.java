package ai.dropops.cli;

import ai.dropops.cli.connect.ControlPlane;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Ends a token of many hosts. */
@Command(name = "revoke", description = "Let no host in by this token any more; hosts that have come stay.")
final class RevokeDeviceLink implements Callable<Integer> {
    private final DropOps dropOps;

    @Parameters(paramLabel = "ID", description = "the link's id, dl_…")
    private String id = "";

    RevokeDeviceLink(DropOps dropOps) {
        this.dropOps = dropOps;
    }

    @Override
    public Integer call() {
        JsonNode link = dropOps.controlPlane().post("/links/" + ControlPlane.encoded(id) + "/revoke");
        dropOps.show(
                link,
                () -> dropOps.screen()
                        .line("revoked " + link.path("id").asText() + "; "
                                + link.path("used").asInt() + " hosts came by it and stay"));
        return ExitCode.OK;
    }
}
