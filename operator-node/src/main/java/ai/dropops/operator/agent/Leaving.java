package ai.dropops.operator.agent;

import ai.dropops.operator.link.Connection;
import ai.dropops.operator.vault.Spool;
import ai.dropops.operator.vault.Vault;
import ai.dropops.protocol.identity.ExecutionId;
import ai.dropops.protocol.wire.Frame;

/**
 * The outputs that are not to stay on this host, handed to the control plane over one connection, one after the other. Used by the
 * thread that carries out orders.
 */
final class Leaving {
    private final Vault vault;
    private final Spool spool;
    private final Connection connection;
    /** Whether one is under way. */
    private boolean busy;

    Leaving(Vault vault, Spool spool, Connection connection) {
        this.vault = vault;
        this.spool = spool;
        this.connection = connection;
    }

    /** A receipt more is stored: sends the oldest output, where none is to stay and none is under way. */
    void next() {
        if (!busy && !vault.keepsRecords()) {
            again();
        }
    }

    /** Sends the oldest, even if it was sent before: it, or the answer, may have been lost. */
    void again() {
        busy = vault.leaver()
                .filter(leaver -> connection.say(new Frame.HandOver(leaver.execution(), leaver.output())))
                .isPresent();
    }

    /** The control plane has what {@code execution} printed; this host forgets it. */
    void taken(ExecutionId execution) {
        vault.left(execution);
        spool.giveUp(execution);
        again();
    }
}
