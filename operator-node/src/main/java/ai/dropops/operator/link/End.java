package ai.dropops.operator.link;

import ai.dropops.protocol.wire.Frame;

/** How a connection ended. */
public sealed interface End {
    /** The control plane said why. */
    record Dismissed(Frame.Goodbye goodbye) implements End {}

    /** The control plane would not talk to this operator at all. */
    record TurnedAway(int status) implements End {}

    /** It could not be had, or broke. */
    record Lost(String why) implements End {}

    /** This side ended it. */
    record Left() implements End {}
}
