package ai.dropops.web.link;

import ai.dropops.protocol.action.Order;
import ai.dropops.protocol.identity.WorkspaceId;
import ai.dropops.protocol.wire.Frame;

/** What a link knows once its operator was welcomed. */
final class Connection {
    private final Frame.Hello hello;
    private final WorkspaceId workspace;
    private final Readers readers;
    private final Reports reports;
    private boolean attached = true;
    private boolean storing;
    private long counter;

    Connection(Frame.Hello hello, WorkspaceId workspace, Readers readers, Reports reports) {
        this.hello = hello;
        this.workspace = workspace;
        this.readers = readers;
        this.reports = reports;
    }

    Frame.Hello hello() {
        return hello;
    }

    WorkspaceId workspace() {
        return workspace;
    }

    Readers readers() {
        return readers;
    }

    Reports reports() {
        return reports;
    }

    /** Whether the operator's entity knows this link. */
    boolean isAttached() {
        return attached;
    }

    void attached(boolean now) {
        attached = now;
    }

    /** Notes whether something the host handed over is being stored; false when that was so before. */
    boolean storing(boolean now) {
        boolean changed = storing != now;
        storing = now;
        return changed;
    }

    /** {@code order} with this connection's challenge and the next number. */
    Frame.Deliver next(Order order) {
        return new Frame.Deliver(order, hello.challenge(), ++counter);
    }
}
