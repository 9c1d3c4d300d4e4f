package ai.dropops.cli;

import ai.dropops.cli.connect.ControlPlane;
import ai.dropops.cli.connect.Problem;
import ai.dropops.cli.print.Keyboard;
import ai.dropops.cli.sign.SeenProposal;
import ai.dropops.protocol.action.ApproverSignature;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Says yes to exactly what it shows. */
@Command(name = "approve", description = "Show what was proposed and approve it.")
final class Approve implements Callable<Integer> {
    private static final int DIGEST_AT_LEAST = 16;

    private final DropOps dropOps;

    @Parameters(paramLabel = "ID", description = "the approval's id")
    private String id = "";

    @Mixin
    private final Signing signing = new Signing();

    @Option(
            names = "--digest",
            paramLabel = "HEX",
            description = "with --key: sign this digest or nothing, where there is nobody to ask")
    private String digest = "";

    @Option(
            names = "--confirm",
            paramLabel = "TEXT",
            description = "for HIGH risk, looked up: the one host's name, or 'N hosts'")
    private String confirm = "";

    Approve(DropOps dropOps) {
        this.dropOps = dropOps;
    }

    @Override
    public Integer call() {
        ControlPlane controlPlane = dropOps.controlPlane();
        Question question = Question.read(controlPlane, id);
        Optional<SeenProposal> seen = signing.read(question, controlPlane, id);
        signing.explain(question, seen, dropOps.screen());
        String typed = question.isHigh() ? typed(question) : "";
        Optional<ApproverSignature> signature =
                seen.filter(_ -> signing.isWanted()).map(this::signed);
        var approved = new Question(question.approve(controlPlane, typed, signature));
        dropOps.show(approved.json(), () -> dropOps.screen().line(said(approved)));
        return ExitCode.OK;
    }

    private ApproverSignature signed(SeenProposal seen) {
        demandConsent(seen.frozen().digest().hex());
        return signing.sign(seen, dropOps);
    }

    /** A signature cannot be taken back: it takes a person's word, or the digest that was meant. */
    private void demandConsent(String shown) {
        boolean meant = digest.isEmpty()
                ? Keyboard.ask(Signing.CONSENT).filter("yes"::equals).isPresent()
                : digest.length() >= DIGEST_AT_LEAST && shown.startsWith(digest);
        if (!meant) {
            throw Signing.notSigned(
                            digest.isEmpty()
                                    ? "type yes when you are asked, or give --digest with the digest you mean"
                                    : "the digest shown does not begin with what --digest says, of which there must be at least "
                                            + DIGEST_AT_LEAST + " characters")
                    .refused();
        }
    }

    private static String said(Question approved) {
        return approved.state().equals("PENDING")
                ? "agreed to " + approved.id() + ": " + approved.agreement() + "; waiting for another person"
                : "approved " + approved.id();
    }

    private String typed(Question question) {
        if (!confirm.isEmpty()) {
            return confirm;
        }
        Optional<String> typed = dropOps.wantsJson()
                ? Optional.empty()
                : Keyboard.ask("HIGH risk: look up and type " + question.toLookUp() + " to approve: ");
        return typed.filter(text -> !text.isBlank())
                .orElseThrow(() -> new Problem(
                                0,
                                "needs-second-look",
                                "this is HIGH risk and was not approved",
                                "add --confirm with " + question.toLookUp())
                        .refused());
    }
}
