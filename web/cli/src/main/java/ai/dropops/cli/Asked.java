package ai.dropops.cli;

import ai.dropops.cli.connect.Problem;
import ai.dropops.cli.sign.SeenProposal;
import ai.dropops.protocol.action.Action.RunCommand;
import ai.dropops.protocol.action.Amount;
import ai.dropops.protocol.action.Limits;
import ai.dropops.protocol.action.Pace;
import ai.dropops.protocol.action.Proposal;
import ai.dropops.protocol.action.Strategy;
import ai.dropops.protocol.action.Validity;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A command as this command line has asked for it, in the API's form; a control plane may make something else of it. */
record Asked(ObjectNode proposal) {
    private static final Duration VALID = Duration.ofHours(1);
    private static final String IDS = "op_\\w+(,op_\\w+)*";

    /** {@code proposal} without the yes, which follows as a signature, and with all that its bytes are compared with. */
    static ObjectNode toBeSigned(ObjectNode proposal) {
        proposal.remove("approve");
        return proposal.put("validSeconds", VALID.toSeconds());
    }

    /** Refuses bytes that say anything else than what was asked for. */
    void demand(SeenProposal seen) {
        Proposal made = seen.frozen().proposal();
        boolean isAsked = made.action() instanceof RunCommand run
                && isAsked(run)
                && made.strategy() == pace().strategy()
                && made.limits().equals(pace().limits(made.targetCount()))
                && !made.validity()
                        .notAfter()
                        .isAfter(Instant.now().plus(valid()).plus(Validity.SKEW))
                && isAsked(seen.operators());
        if (!isAsked) {
            throw new Problem(
                            0,
                            "not-what-it-says",
                            "the control plane has made another proposal of what was asked for",
                            "sign nothing, and find out who changed it")
                    .refused();
        }
    }

    private Duration valid() {
        return Duration.ofSeconds(proposal.path("validSeconds").asLong());
    }

    private Pace pace() {
        return Pace.of(
                Strategy.ofWireName(proposal.path("strategy").asText(Strategy.SEQUENTIAL.wireName())),
                amount("atOnce"),
                amount("canary"),
                amount("failures"),
                Duration.ofSeconds(proposal.path("pauseSeconds").asLong()),
                proposal.path("askEachWave").asBoolean(),
                proposal.path("deliverSeconds").asLong(Limits.WHILE_PERMITTED));
    }

    private Optional<Amount> amount(String field) {
        return proposal.has(field) ? Optional.of(Amount.of(proposal.path(field).asText())) : Optional.empty();
    }

    private boolean isAsked(RunCommand run) {
        JsonNode action = proposal.path("action");
        Map<String, String> env = new TreeMap<>();
        action.path("env")
                .properties()
                .forEach(variable ->
                        env.put(variable.getKey(), variable.getValue().asText()));
        return run.command().equals(action.path("command").asText())
                && run.cwd().equals(action.path("cwd").asText(""))
                && run.env().equals(env)
                && run.user().isEmpty()
                && run.stdin().equals(RunCommand.NO_STDIN);
    }

    /** Ids say by themselves which hosts are meant; what else a TARGET means, only the control plane knows. */
    private boolean isAsked(List<String> operators) {
        String targets = proposal.path("targets").asText();
        return proposal.path("expect").asInt(operators.size()) == operators.size()
                && (!targets.matches(IDS) || sorted(operators).equals(sorted(List.of(targets.split(",")))));
    }

    private static List<String> sorted(List<String> ids) {
        return ids.stream().distinct().sorted().toList();
    }
}
