package ai.dropops.operator.gate;

import ai.dropops.operator.vault.Vault;
import ai.dropops.protocol.action.Account;
import ai.dropops.protocol.action.Excerpt;
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

    /** An outcome with what is kept of the output. */
    record End(Outcome outcome, Excerpt output) {
        static End silent(Outcome outcome) {
            return new End(outcome, Excerpt.NONE);
        }
    }

    Accounts(Standing standing, Vault vault) {
        this.standing = standing;
        this.vault = vault;
    }

    /** The last word on {@code subject}, stored before it is answered; what it says in words is scrubbed. */
    Receipt.Signed conclude(Subject subject, Instant notAfter, End end) {
        return vault.conclude(account(subject, scrubbed(end.outcome())), notAfter, end.output(), this::sign);
    }

    /** A word that is not the last. */
    Receipt.Signed mention(Subject subject, Outcome.StillRunning outcome) {
        return vault.mention(account(subject, outcome), this::sign);
    }

    /** Signs what nobody has confirmed with the key of today; what another operator would have said is given up. */
    void reissue() {
        vault.reissue(receipt -> Optional.of(receipt)
                .filter(own -> own.operator().equals(standing.me()))
                .map(this::sign));
    }

    private static Outcome scrubbed(Outcome outcome) {
        return outcome instanceof Outcome.Refused(Refusal reason, String message)
                ? new Outcome.Refused(reason, Catalogue.builtIn().scrub(message))
                : outcome;
    }

    private Account account(Subject subject, Outcome outcome) {
        return new Account(subject.execution(), subject.proposal(), standing.me(), subject.attempt(), outcome);
    }

    private Receipt.Signed sign(Receipt receipt) {
        return receipt.sign(standing.signer());
    }
}
