package ai.dropops.persistence.view;

import ai.dropops.protocol.identity.BatchId;
import ai.dropops.protocol.identity.OperatorId;
import ai.dropops.protocol.identity.ProposalId;
import ai.dropops.protocol.identity.WorkspaceId;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** A row that was written; told after the commit, so a reader finds it. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "t")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Change.OfOperator.class, name = "operator"),
    @JsonSubTypes.Type(value = Change.OfApproval.class, name = "approval"),
    @JsonSubTypes.Type(value = Change.OfBatch.class, name = "batch")
})
public sealed interface Change {
    WorkspaceId workspace();

    record OfOperator(WorkspaceId workspace, OperatorId operator) implements Change {}

    record OfApproval(WorkspaceId workspace, ProposalId proposal) implements Change {}

    record OfBatch(WorkspaceId workspace, BatchId batch) implements Change {}
}
