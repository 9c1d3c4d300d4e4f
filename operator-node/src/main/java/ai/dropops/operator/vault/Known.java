package ai.dropops.operator.vault;

import ai.dropops.protocol.action.Receipt;
import ai.dropops.protocol.identity.ExecutionId;
import ai.dropops.protocol.identity.ProposalId;
import java.time.Instant;

/** What the vault knows of an execution key it has seen; such a key never runs again. */
public sealed interface Known {
    /** The process was about to be started, and its end is not recorded. */
    record Begun(ExecutionId execution, ProposalId proposal, int attempt, Instant startedAt) implements Known {}

    /** All has been said. */
    record Concluded(Receipt.Signed receipt) implements Known {}
}
