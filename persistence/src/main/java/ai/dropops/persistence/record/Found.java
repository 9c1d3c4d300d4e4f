package ai.dropops.persistence.record;

import ai.dropops.protocol.action.Excerpt;

/** What can be found of an output that its host has handed over. */
public sealed interface Found {
    /** It is here. */
    record Here(Excerpt output) implements Found {}

    /** It was here, and its time is over. */
    record Over() implements Found {}
}
