package ai.dropops.operator.gate;

import ai.dropops.operator.vault.Vault;
import ai.dropops.protocol.action.Outcome;
import ai.dropops.protocol.action.Receipt;
import ai.dropops.protocol.action.Refusal;
import ai.dropops.protocol.identity.ExecutionId;
import ai.dropops.protocol.identity.ProposalId;
import ai.dropops.protocol.sentinel.Catalogue;
import java.time.Instant;
import java.util.Optional;

/** The receipts of this host: what is said of an execution, signed, under rising sequences. */
final class Accounts {
    private final Standing standing;
    private final Vault vault;

    /** What a receipt is about. */
    record Subject(ExecutionId execution, ProposalId proposal, int attempt) {}

    Accounts(Standing standing, Vault vault) {
        this.standing = standing;
        this.vault = vault;
    }

    /** The last word on {@code subject}, stored before it is answered; what it says in words is scrubbed. */
    Receipt.Signed conclude(Subject subject, Instant notAfter, Outcome outcome) {
        Outcome told = scrubbed(outcome);
        return vault.conclude(subject.execution(), notAfter, sequence -> sign(subject, sequence, told));
    }

    /** A word that is not the last. */
    Receipt.Signed mention(Subject subject, Outcome.StillRunning outcome) {
        return vault.mention(sequence -> sign(subject, sequence, outcome));
    }

    /** Signs what nobody has confirmed with the key of today; what another operator would have said is given up. */
    void reissue() {
        vault.reissue(receipt -> Optional.of(receipt)
                .filter(own -> own.operator().equals(standing.me()))
                .map(own -> own.sign(standing.signer())));
    }

    private static Outcome scrubbed(Outcome outcome) {
        return outcome instanceof Outcome.Refused(Refusal reason, String message)
                ? new Outcome.Refused(reason, Catalogue.builtIn().scrub(message))
                : outcome;
    }

    private Receipt.Signed sign(Subject subject, long sequence, Outcome outcome) {
        return new Receipt(subject.execution(), subject.proposal(), standing.me(), subject.attempt(), sequence, outcome)
                .sign(standing.signer());
    }
}
