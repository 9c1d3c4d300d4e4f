package ai.dropops.cluster.operator;

import ai.dropops.cluster.CborSerializable;
import ai.dropops.protocol.action.Receipt;
import ai.dropops.protocol.identity.ExecutionId;
import ai.dropops.protocol.identity.OperatorId;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;

/** What is heard of an operator about a proposal that is being carried out; a receipt's signature has been verified. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "t")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Heard.Passed.class, name = "passed"),
    @JsonSubTypes.Type(value = Heard.Away.class, name = "away"),
    @JsonSubTypes.Type(value = Heard.Started.class, name = "started"),
    @JsonSubTypes.Type(value = Heard.Reported.class, name = "reported"),
    @JsonSubTypes.Type(value = Heard.Returned.class, name = "returned")
})
public sealed interface Heard extends CborSerializable {
    OperatorId operator();

    /** The order was given to the operator's link. */
    record Passed(OperatorId operator, ExecutionId execution) implements Heard {}

    /** There is no link to give the order to; {@link Returned} will tell when there is one. */
    record Away(OperatorId operator, ExecutionId execution) implements Heard {}

    /** The process runs. */
    record Started(OperatorId operator, ExecutionId execution, Instant at) implements Heard {}

    /** A receipt with a good signature, made by and about {@code operator}. */
    record Reported(OperatorId operator, Receipt.Signed receipt) implements Heard {}

    /** An operator that was {@link Away} has a link again. */
    record Returned(OperatorId operator) implements Heard {}
}
