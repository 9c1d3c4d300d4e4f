package ai.dropops.persistence.view;

import ai.dropops.protocol.identity.BatchId;
import ai.dropops.protocol.identity.OperatorId;
import ai.dropops.protocol.identity.ProposalId;
import ai.dropops.protocol.identity.WorkspaceId;

/** A row that was written; told after the commit, so a reader finds it. */
public sealed interface Change {
    WorkspaceId workspace();

    record OfOperator(WorkspaceId workspace, OperatorId operator) implements Change {}

    record OfApproval(WorkspaceId workspace, ProposalId proposal) implements Change {}

    record OfBatch(WorkspaceId workspace, BatchId batch) implements Change {}
}
