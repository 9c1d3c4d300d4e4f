package ai.dropops.operator.files;

import ai.dropops.protocol.identity.ExecutionId;
import ai.dropops.protocol.identity.ProposalId;

/** On whose account a file is changed, as the ledger remembers it. */
public record Cause(ExecutionId execution, ProposalId proposal) {
    String message(String what) {
        return what + "\n\nProposal: " + proposal + "\nExecution: " + execution + "\n";
    }
}
