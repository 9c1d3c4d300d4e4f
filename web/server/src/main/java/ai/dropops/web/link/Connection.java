package ai.dropops.web.link;

import ai.dropops.protocol.action.Order;
import ai.dropops.protocol.wire.Frame;

/** What a link knows once its operator was welcomed. */
final class Connection {
    private final Frame.Hello hello;
    private final Readers readers;
    private final Reports reports;
    private boolean attached = true;
    private long counter;

    Connection(Frame.Hello hello, Readers readers, Reports reports) {
        this.hello = hello;
        this.readers = readers;
        this.reports = reports;
    }

    Frame.Hello hello() {
        return hello;
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

    /** {@code order} with this connection's challenge and the next number. */
    Frame.Deliver next(Order order) {
        return new Frame.Deliver(order, hello.challenge(), ++counter);
    }
}
