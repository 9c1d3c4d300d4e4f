package ai.dropops.persistence.view;

import ai.dropops.protocol.action.Confinement;
import ai.dropops.protocol.guard.HostFacts.Kind;
import ai.dropops.protocol.identity.Digest;
import ai.dropops.protocol.identity.OperatorId;
import ai.dropops.protocol.identity.SessionId;
import org.jspecify.annotations.Nullable;

/**
 * An enrolled operator as a TARGET names it.
 *
 * @param confinement as it was last reported, nothing before it was
 */
public record Host(
        OperatorId operator,
        int number,
        String name,
        String hostname,
        Kind kind,
        Confinement confinement,
        Digest receiptKey,
        @Nullable SessionId boundSession,
        Labels labels) {}
