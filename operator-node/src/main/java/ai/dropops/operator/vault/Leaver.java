package ai.dropops.operator.vault;

import ai.dropops.protocol.action.Excerpt;
import ai.dropops.protocol.identity.ExecutionId;

/** The output of an ended execution that this host holds only until the control plane has it. */
public record Leaver(ExecutionId execution, Excerpt output) {}
