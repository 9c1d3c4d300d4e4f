package ai.dropops.protocol.guard;

import ai.dropops.protocol.action.Confinement;

/**
 * What the judgement needs to know of a class of equal hosts.
 *
 * @param kind whether cloud command lines are part of the operator's work
 * @param confinement what its kernel can be held to
 */
public record HostFacts(Kind kind, Confinement confinement) {
    /** The kinds of operator. */
    public enum Kind {
        SOLO,
        CLOUD
    }
}
