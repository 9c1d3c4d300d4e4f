package ai.dropops.operator.gate;

import ai.dropops.protocol.identity.Bytes;
import ai.dropops.protocol.wire.Frame;

/** The challenge of one connection and the orders that have answered it: what tells a fresh order from a recorded one. */
public final class Freshness {
    private final Bytes challenge;
    private long last;

    public Freshness(Bytes challenge) {
        this.challenge = challenge;
    }

    /** Whether {@code delivery} was made for this connection and after every other; it counts from now on. */
    synchronized boolean accepts(Frame.Deliver delivery) {
        if (!challenge.equals(delivery.challenge()) || delivery.counter() <= last) {
            return false;
        }
        last = delivery.counter();
        return true;
    }
}
