package ai.dropops.operator.vault;

import ai.dropops.protocol.action.Volume;

/** What both streams of an execution carried. */
public record Volumes(Volume stdout, Volume stderr) {
    public static final Volumes NONE = new Volumes(Volume.NONE, Volume.NONE);
}
