package ai.dropops.persistence.view;

import ai.dropops.protocol.guard.HostFacts.Kind;
import ai.dropops.protocol.identity.DeviceLinkId;
import ai.dropops.protocol.identity.MemberId;
import ai.dropops.protocol.identity.WorkspaceId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A device link as lists show it.
 *
 * @param sequence of the entity's last event
 * @param name the pattern its hosts are named by
 * @param labels what every host of it gets
 * @param uses how many hosts it is for
 * @param used how many have come
 * @param revokedBy null while nobody has
 * @param revokedAt null while nobody has
 */
public record DeviceLinkRow(
        DeviceLinkId id,
        WorkspaceId workspace,
        long sequence,
        String name,
        Kind kind,
        Labels labels,
        int uses,
        int used,
        MemberId createdBy,
        Instant createdAt,
        Instant expiresAt,
        @Nullable MemberId revokedBy,
        @Nullable Instant revokedAt) {}
