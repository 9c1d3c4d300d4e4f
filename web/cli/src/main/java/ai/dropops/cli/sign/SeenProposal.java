package ai.dropops.cli.sign;

import ai.dropops.cli.connect.Problem;
import ai.dropops.protocol.action.Frozen;
import ai.dropops.protocol.action.MerkleTree;
import ai.dropops.protocol.action.Proposal;
import ai.dropops.protocol.action.Target;
import ai.dropops.protocol.identity.Digest;
import ai.dropops.protocol.identity.OperatorId;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * A proposal as its bytes say it is: the digest and the root over its targets were worked out here, not believed.
 *
 * @param operators the ids of the hosts it names
 * @param hosts the same hosts, in words
 */
public record SeenProposal(Frozen frozen, List<String> operators, List<String> hosts) {
    public SeenProposal {
        operators = List.copyOf(operators);
        hosts = List.copyOf(hosts);
    }

    /** What {@code answer} holds; refused when its parts do not belong together. */
    public static SeenProposal read(JsonNode answer) {
        try {
            Frozen frozen = Frozen.thaw(
                    Base64.getDecoder().decode(answer.path("proposal").asText()));
            var targets = new ArrayList<Target>();
            var hosts = new ArrayList<String>();
            for (JsonNode target : answer.path("targets")) {
                targets.add(new Target(
                        new OperatorId(target.path("operator").asText()),
                        Digest.parse(target.path("operatorKey").asText()),
                        target.path("wave").asInt(),
                        Digest.parse(target.path("params").asText())));
                String hostname = target.path("hostname").asText();
                hosts.add((hostname.isEmpty() ? target.path("name").asText() : hostname) + " ("
                        + target.path("operator").asText() + ")");
            }
            Proposal proposal = frozen.proposal();
            if (proposal.targetCount() != targets.size()
                    || !MerkleTree.over(targets).root().matches(proposal.root())) {
                throw new IllegalArgumentException("the hosts shown are not those the proposal names");
            }
            return new SeenProposal(
                    frozen,
                    targets.stream().map(target -> target.operator().value()).toList(),
                    hosts);
        } catch (IllegalArgumentException e) {
            throw new Problem(
                            0,
                            "not-what-it-says",
                            "the control plane does not show what this digest stands for: " + e.getMessage(),
                            "sign nothing, and find out who changed it")
                    .refused();
        }
    }
}
