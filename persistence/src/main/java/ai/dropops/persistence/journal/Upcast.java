package ai.dropops.persistence.journal;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Turns what was stored in an earlier form into the present one, and leaves alone what is in it already. */
@FunctionalInterface
public interface Upcast {
    void apply(ObjectNode stored);
}
