package ai.dropops.operator.agent;

import ai.dropops.operator.link.Connection;
import ai.dropops.protocol.wire.Frame;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The connection of the moment, if there is one. */
final class Line {
    private final AtomicReference<@Nullable Connection> connection = new AtomicReference<>();

    void take(Connection connection) {
        this.connection.set(connection);
    }

    void drop() {
        connection.set(null);
    }

    /** Says {@code frame} if anybody listens; receipts nobody hears are repeated from the vault. */
    void say(Frame.FromOperator frame) {
        open().ifPresent(connection -> connection.say(frame));
    }

    Optional<Connection> open() {
        return Optional.ofNullable(connection.get());
    }
}
