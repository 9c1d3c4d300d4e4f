package ai.dropops.cluster.operator;

import ai.dropops.persistence.journal.Stored;
import ai.dropops.protocol.identity.Digest;
import ai.dropops.protocol.identity.MemberId;
import ai.dropops.protocol.identity.OperatorId;
import ai.dropops.protocol.identity.WorkspaceId;
import java.time.Instant;

/** What has happened to a device link, for ever. */
public sealed interface DeviceLinkEvent extends Stored {
    record Made(WorkspaceId workspace, Digest tokenHash, DeviceLink.Terms terms, MemberId by, Instant at)
            implements DeviceLinkEvent {}

    /** A host it had not seen has come; its slot is {@code operator}, to be called {@code name}. */
    record Used(OperatorId operator, String name, Instant at) implements DeviceLinkEvent {}

    record Revoked(MemberId by, Instant at) implements DeviceLinkEvent {}
}
