package ai.dropops.operator.vault;

import ai.dropops.protocol.action.Output;

/** What both streams of an execution came to. */
public record Volumes(Output stdout, Output stderr) {
    public static final Volumes NONE = new Volumes(Output.NONE, Output.NONE);
}
