package ai.dropops.cluster.approval;

import ai.dropops.cluster.CborSerializable;
import ai.dropops.protocol.action.Permit;
import ai.dropops.protocol.identity.ProposalId;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** How a question stands. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "t")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Decision.Open.class, name = "open"),
    @JsonSubTypes.Type(value = Decision.Granted.class, name = "granted"),
    @JsonSubTypes.Type(value = Decision.Refused.class, name = "refused")
})
public sealed interface Decision extends CborSerializable {
    ProposalId proposal();

    /** It is stored and waits for an answer. */
    record Open(ProposalId proposal) implements Decision {}

    record Granted(ProposalId proposal, Permit permit) implements Decision {}

    /** Denied, or nobody answered in time. */
    record Refused(ProposalId proposal) implements Decision {}
}
