package ai.dropops.persistence.view;

import ai.dropops.protocol.identity.MemberId;
import ai.dropops.protocol.identity.WorkspaceId;
import java.time.Instant;

/**
 * One version of a workspace's policy.
 *
 * @param version counted from 1
 * @param text as it was written
 */
public record PolicyRow(WorkspaceId workspace, int version, String text, MemberId by, Instant at) {}
