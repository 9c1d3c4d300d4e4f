package ai.dropops.cli;

import ai.dropops.cli.connect.ControlPlane;
import ai.dropops.cli.connect.Problem;
import ai.dropops.cli.print.Screen;
import ai.dropops.cli.sign.ApproverKey;
import ai.dropops.cli.sign.SeenProposal;
import ai.dropops.protocol.action.ApproverSignature;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of whoever signs, and the way there: what the control plane shows is checked, judged and told here first. */
final class Signing {
    static final String CONSENT = "Sign this digest? Type yes: ";

    @Option(
            names = "--key",
            paramLabel = "FILE",
            description = "sign it with your own key, for hosts that demand their approvers' signatures")
    private @Nullable Path key;

    @Option(names = "--hosts", description = "list every host it names")
    private boolean hosts;

    @Option(
            names = "--although-stricter",
            description = "with --key: sign although this command line's own guard is stricter than the control plane")
    private boolean althoughStricter;

    boolean isWanted() {
        return key != null;
    }

    /** Whether more is said than with which key. */
    boolean isDetailed() {
        return hosts || althoughStricter;
    }

    /** The proposal that {@code asked} names, where it is needed. */
    Optional<SeenProposal> read(Question question, ControlPlane controlPlane, String asked) {
        return isWanted() || hosts ? Optional.of(question.proposal(controlPlane, asked)) : Optional.empty();
    }

    /** Shows what a decision rests on: of what is signed the bytes themselves, and two judgements. */
    void explain(Question question, Optional<SeenProposal> seen, Screen screen) {
        if (!isWanted()) {
            question.explain(screen);
            seen.ifPresent(it -> new ProposalText(it).showHosts(screen, true));
            return;
        }
        SeenProposal proposal = seen.orElseThrow();
        var own = OwnJudgement.of(proposal.frozen().proposal());
        new ProposalText(proposal).show(screen, hosts);
        own.show(screen, question);
        own.stricterThan(question.risk()).filter(_ -> !althoughStricter).ifPresent(how -> {
            throw new Problem(
                            0,
                            "stricter-here",
                            "nothing was signed: this command line's own guard " + how,
                            "find out why the control plane says otherwise, or add --although-stricter")
                    .refused();
        });
    }

    /** The yes of the key's holder, which has to be meant. */
    ApproverSignature sign(SeenProposal seen, DropOps dropOps) {
        if (key == null) {
            throw new IllegalStateException("there is no key to sign with");
        }
        ApproverKey own = ApproverKey.load(key, dropOps::passphrase);
        return ApproverSignature.sign(seen.frozen().digest(), own.verifying(), own::sign);
    }

    static Problem notSigned(String advice) {
        return new Problem(0, "not-signed", "nothing was signed", advice);
    }
}
