package ai.dropops.cli;

import ai.dropops.cli.connect.ControlPlane;
import ai.dropops.cli.connect.Problem;
import ai.dropops.cli.print.Keyboard;
import ai.dropops.cli.sign.SeenProposal;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import picocli.CommandLine.Mixin;

/** What is said to whoever decides about a command, and whether that is the caller, who may sign it in one go. */
final class OwnDecision {
    @Mixin
    private final Decision decision = new Decision();

    @Mixin
    private final Signing signing = new Signing();

    boolean isSigned() {
        return signing.isWanted();
    }

    /** {@code action} on {@code targets}, to be decided. */
    ObjectNode about(String targets, ObjectNode action) {
        if (isSigned() ? !decision.approves() : signing.isDetailed()) {
            throw Problem.badInput("--key goes with --approve, and --hosts and --although-stricter go with --key", "")
                    .refused();
        }
        ObjectNode proposal = decision.about(targets, action);
        return isSigned() ? Asked.toBeSigned(proposal) : proposal;
    }

    /**
     * Proposes what {@link #about} has made, and signs it where there is a key, if it is what was asked for.
     *
     * @param meant whether whoever asks has said yes to it already
     */
    JsonNode propose(ObjectNode proposal, boolean meant, DropOps dropOps, ControlPlane controlPlane) {
        JsonNode proposed = new Proposing(controlPlane).propose(proposal);
        if (!isSigned()) {
            return proposed;
        }
        String id = proposed.path("proposal").path("id").asText();
        Question question = Question.read(controlPlane, id);
        if (!question.state().equals("PENDING")) {
            dropOps.screen()
                    .note("nobody was asked about this, so it is not signed, and hosts with approvers refuse it");
            return proposed;
        }
        SeenProposal seen = question.proposal(controlPlane, id);
        new Asked(proposal).demand(seen);
        signing.explain(question, Optional.of(seen), dropOps.screen());
        demandConsent(question, meant);
        JsonNode approved = question.approve(controlPlane, "", Optional.of(signing.sign(seen, dropOps)));
        ObjectNode answer = proposed.deepCopy();
        answer.set("proposal", approved);
        return answer;
    }

    private static void demandConsent(Question question, boolean meant) {
        if (question.isHigh()) {
            throw new Problem(
                            0,
                            "needs-second-look",
                            "this is HIGH risk, which nobody approves in passing",
                            "decide after a second look: dropops approve " + question.id() + " --key FILE")
                    .refused();
        }
        if (!meant && !Keyboard.ask(Signing.CONSENT).filter("yes"::equals).isPresent()) {
            throw Signing.notSigned(
                            "type yes when you are asked; run, where you have typed the command yourself, takes --yes instead")
                    .refused();
        }
    }
}
