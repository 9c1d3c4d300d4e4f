package ai.dropops.operator.gate;

import ai.dropops.protocol.action.Approvers;
import ai.dropops.protocol.guard.HostFacts;
import ai.dropops.protocol.guard.Policy;
import ai.dropops.protocol.identity.OperatorId;
import ai.dropops.protocol.identity.VerifyingKey;
import ai.dropops.protocol.identity.WorkspaceId;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Who this host is and whose word it takes.
 *
 * @param receiptKey the key its receipts are verified with, and permits name it by
 * @param permitKeys the keys permits are accepted from
 * @param signer signs a message with the private half of {@code receiptKey}
 * @param approvers those without whose signatures nothing runs here, if it is so
 * @param user the account commands run as
 */
public record Standing(
        OperatorId me,
        WorkspaceId workspace,
        VerifyingKey receiptKey,
        PermitKeys permitKeys,
        UnaryOperator<byte[]> signer,
        HostFacts facts,
        Policy policy,
        Optional<Approvers> approvers,
        String user) {}
