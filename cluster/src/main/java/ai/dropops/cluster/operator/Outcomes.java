package ai.dropops.cluster.operator;

import ai.dropops.protocol.identity.ProposalId;

/** Where an operator's words about a proposal go: to whoever carries it out. */
@FunctionalInterface
public interface Outcomes {
    void tell(ProposalId proposal, Heard heard);
}
