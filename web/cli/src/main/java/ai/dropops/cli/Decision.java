package ai.dropops.cli;

import ai.dropops.cli.connect.Json;
import com.fasterxml.jackson.databind.node.ObjectNode;
import picocli.CommandLine.Option;

/** What is said to whoever decides about a proposal, and whether that is the caller. */
final class Decision {
    @Option(names = "--approve", description = "approve it yourself; not for HIGH risk")
    private boolean approve;

    @Option(names = "--reason", paramLabel = "TEXT", description = "why, for whoever decides")
    private String reason = "";

    boolean approves() {
        return approve;
    }

    /** {@code action} on {@code targets}, to be decided. */
    ObjectNode about(String targets, ObjectNode action) {
        var proposal = Json.object().put("targets", targets);
        proposal.set("action", action);
        if (approve) {
            proposal.put("approve", true);
        }
        if (!reason.isEmpty()) {
            proposal.put("reason", reason);
        }
        return proposal;
    }
}
