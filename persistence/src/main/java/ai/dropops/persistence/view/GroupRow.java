package ai.dropops.persistence.view;

import ai.dropops.protocol.identity.WorkspaceId;

/**
 * A TARGET with a name, which others ask for as {@code @name}.
 *
 * @param targets what it stands for; empty where the group is gone
 */
public record GroupRow(WorkspaceId workspace, String name, String targets) {}
