package ai.dropops.cli;

import ai.dropops.cli.connect.ControlPlane;
import ai.dropops.cli.connect.Problem;
import ai.dropops.cli.follow.Execution;
import ai.dropops.protocol.action.Action.RunCommand;
import ai.dropops.protocol.action.Limits;
import ai.dropops.protocol.action.Proposal;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.StreamSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Proposes the command of an ended batch again, for the hosts on which it did not succeed. */
@Command(
        name = "retry",
        description = {
            "Propose a batch's command again for the hosts where it did not succeed.",
            "Those that failed, refused, were interrupted or never had their turn; it is a",
            "new proposal and needs a decision of its own. Silent hosts are left out."
        })
final class Retry implements Callable<Integer> {
    private final DropOps dropOps;

    @Parameters(paramLabel = "BATCH", description = "its id")
    private String batch = "";

    @Mixin
    private final Pacing pacing = new Pacing();

    @Mixin
    private final OwnDecision decision = new OwnDecision();

    Retry(DropOps dropOps) {
        this.dropOps = dropOps;
    }

    @Override
    public Integer call() {
        ControlPlane controlPlane = dropOps.controlPlane();
        JsonNode ended = controlPlane.get("/batches/" + ControlPlane.encoded(batch));
        List<String> hosts = unsuccessful(ended);
        Proposal before = Question.read(controlPlane, batch)
                .proposal(controlPlane, batch)
                .frozen()
                .proposal();
        JsonNode proposed = decision.propose(proposal(before, hosts), false, dropOps, controlPlane);
        return new Following(dropOps, controlPlane, proposed).toTheEnd();
    }

    private List<String> unsuccessful(JsonNode ended) {
        if (ended.path("finishedAt").asText("").isEmpty()) {
            throw Problem.badInput(batch + " has not ended", "wait for its end, or cancel it")
                    .refused();
        }
        List<String> hosts = StreamSupport.stream(ended.path("executions").spliterator(), false)
                .filter(execution -> {
                    var seen = Execution.of(execution);
                    return seen.isFinal() && !seen.succeeded();
                })
                .map(execution -> execution.path("operatorId").asText())
                .toList();
        if (hosts.isEmpty()) {
            throw Problem.badInput("no host of " + batch + " is known to have failed", "there is nothing to try again")
                    .refused();
        }
        return hosts;
    }

    private ObjectNode proposal(Proposal before, List<String> hosts) {
        if (!(before.action() instanceof RunCommand run)) {
            throw Problem.badInput(batch + " changed a file", "propose it again with dropops file")
                    .refused();
        }
        var proposal = decision.about(String.join(",", hosts), Run.action(run.command(), run.cwd(), run.env()))
                .put("expect", hosts.size());
        if (!pacing.saysStrategy()) {
            asBefore(before, proposal);
        }
        pacing.addTo(proposal);
        return proposal;
    }

    private static void asBefore(Proposal before, ObjectNode proposal) {
        var limits = before.limits();
        proposal.put("strategy", before.strategy().wireName())
                .put("atOnce", limits.atOnce())
                .put("canary", limits.canary())
                .put("failures", limits.failures() < before.targetCount() ? limits.failures() + "" : "100%")
                .put("pauseSeconds", limits.pause().toSeconds())
                .put("askEachWave", limits.askEachWave());
        if (limits.deliverSeconds() != Limits.WHILE_PERMITTED) {
            proposal.put("deliverSeconds", limits.deliverSeconds());
        }
    }
}
