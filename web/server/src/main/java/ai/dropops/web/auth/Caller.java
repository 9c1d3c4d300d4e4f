package ai.dropops.web.auth;

import ai.dropops.protocol.identity.MemberId;
import ai.dropops.protocol.identity.SessionId;
import ai.dropops.protocol.identity.WorkspaceId;

/** The member a request was proven to come from; never taken from anything the request says of itself. */
public record Caller(WorkspaceId workspace, MemberId member, SessionId session) {}
