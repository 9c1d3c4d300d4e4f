package ai.dropops.operator.link;

import ai.dropops.protocol.wire.Frame;

/** What an operator has to say on a connection, and how it listens. Called by one thread at a time. */
public interface Talk {
    /** The first word, made for this connection only. */
    Frame.Hello hello();

    /** The control plane has accepted the greeting. */
    void welcomed(Frame.Welcome welcome, Connection connection) throws InterruptedException;

    /** Anything that follows, but {@link Frame.Goodbye}. */
    void received(Frame.FromControlPlane frame, Connection connection) throws InterruptedException;

    /** The connection is over. */
    void ended();
}
