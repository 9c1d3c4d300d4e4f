package ai.dropops.persistence.view;

import ai.dropops.protocol.identity.MemberId;
import ai.dropops.protocol.identity.SessionId;
import ai.dropops.protocol.identity.WorkspaceId;

/** A person in a workspace, and their working set. */
public record MemberRow(MemberId id, WorkspaceId workspace, String name, Role role, SessionId session) {
    /** What a member may do. */
    public enum Role {
        OWNER,
        ADMIN,
        MEMBER,
        VIEWER
    }
}
