package ai.dropops.operator.gate;

import ai.dropops.protocol.action.Permit;
import ai.dropops.protocol.identity.VerifyingKey;
import java.time.Instant;

/** The keys permits are accepted from: the pinned one, and for a while the one whose place it took. */
public final class PermitKeys {
    private volatile Pinned pinned;

    /**
     * What is pinned now.
     *
     * @param before accepted until {@code beforeUntil}
     */
    public record Pinned(VerifyingKey current, VerifyingKey before, Instant beforeUntil) {}

    public PermitKeys(Pinned pinned) {
        this.pinned = pinned;
    }

    /** One key, which has taken nobody's place. */
    public static PermitKeys of(VerifyingKey key) {
        return new PermitKeys(new Pinned(key, key, Instant.EPOCH));
    }

    public VerifyingKey current() {
        return pinned.current;
    }

    public void pin(Pinned next) {
        pinned = next;
    }

    boolean made(Permit permit, Instant now) {
        Pinned keys = pinned;
        return permit.signedBy(keys.current) || (!now.isAfter(keys.beforeUntil) && permit.signedBy(keys.before));
    }
}
