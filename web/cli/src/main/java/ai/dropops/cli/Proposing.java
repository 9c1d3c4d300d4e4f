package ai.dropops.cli;

import ai.dropops.cli.connect.ControlPlane;
import ai.dropops.cli.connect.Problem;
import ai.dropops.cli.connect.Refused;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.UUID;

/** The way of a proposal to the control plane. */
record Proposing(ControlPlane controlPlane) {
    private static final int TRIES = 3;
    private static final Problem NOTHING_BOUND =
            new Problem(0, "nothing-bound", "no operator is bound to your session", "bind one: dropops bind all");
    private static final Problem SECOND_LOOK = new Problem(
            0,
            "needs-second-look",
            "this is HIGH risk, which nobody approves in passing",
            "run it without --approve and decide after a second look");

    /** Proposes under one key, so that trying again after a lost answer cannot propose it twice. */
    JsonNode propose(ObjectNode proposal) {
        var key = Map.of("Idempotency-Key", UUID.randomUUID().toString());
        for (int tries = 1; ; tries++) {
            try {
                return controlPlane.post("/proposals", proposal, key);
            } catch (Refused e) {
                if (!e.problem().code().equals("connection-lost") || tries == TRIES) {
                    throw inWords(e.problem(), proposal.path("targets").asText())
                            .refused();
                }
            }
        }
    }

    private static Problem inWords(Problem problem, String targets) {
        return switch (problem.code()) {
            case "no-targets" -> targets.equals("all") ? NOTHING_BOUND : problem;
            case "needs-second-look" -> SECOND_LOOK;
            default -> problem;
        };
    }
}
