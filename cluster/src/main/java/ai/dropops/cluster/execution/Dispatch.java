package ai.dropops.cluster.execution;

import ai.dropops.cluster.operator.Operator;
import ai.dropops.cluster.operator.Operator.Command;
import ai.dropops.protocol.action.Receipt;
import ai.dropops.protocol.audit.Checkpoint;
import ai.dropops.protocol.identity.OperatorId;
import java.util.function.BiConsumer;

/**
 * The one way orders take to operators; whoever stands here has stored beforehand that they leave. Answers come back as
 * {@link ai.dropops.cluster.operator.Heard}.
 */
public final class Dispatch {
    private final BiConsumer<OperatorId, Command> operators;

    /** {@code operators} tells an {@link Operator} something. */
    public Dispatch(BiConsumer<OperatorId, Command> operators) {
        this.operators = operators;
    }

    /** Delivers the order for target {@code index}; again is safe, a host runs an execution key once. */
    public void deliver(Permitted permitted, int index) {
        tell(
                permitted,
                index,
                new Command.Deliver(
                        permitted.order(index), permitted.frozen().proposal().id()));
    }

    /** Ends the execution at target {@code index} if it runs. */
    public void cancel(Permitted permitted, int index) {
        tell(permitted, index, new Command.Cancel(permitted.execution(index)));
    }

    /** Forbids the execution at target {@code index} if it has not begun. */
    public void forbid(Permitted permitted, int index) {
        tell(
                permitted,
                index,
                new Command.Forbid(
                        permitted.execution(index),
                        permitted.frozen().proposal().id(),
                        Permitted.FIRST_ATTEMPT));
    }

    /** Tells the operator that its receipt is stored. */
    public void kept(Receipt receipt) {
        operators.accept(receipt.operator(), new Command.Kept(receipt.execution(), receipt.sequence()));
    }

    /** Gives the operator the word of this control plane on the history it keeps. */
    public void witnessed(Checkpoint.Signed checkpoint) {
        operators.accept(checkpoint.content().operator(), new Command.Witnessed(checkpoint));
    }

    private void tell(Permitted permitted, int index, Command command) {
        operators.accept(permitted.target(index).operator(), command);
    }
}
