package ai.dropops.protocol.action;

import ai.dropops.protocol.identity.ExecutionId;
import ai.dropops.protocol.identity.OperatorId;
import ai.dropops.protocol.identity.ProposalId;

/** What an operator has to say of an execution, before it has its place among the receipts. */
public record Account(ExecutionId execution, ProposalId proposal, OperatorId operator, int attempt, Outcome outcome) {}
