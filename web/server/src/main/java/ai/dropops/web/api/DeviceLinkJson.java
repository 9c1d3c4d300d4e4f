package ai.dropops.web.api;

import ai.dropops.persistence.view.DeviceLinkRow;
import ai.dropops.persistence.view.Labels;
import ai.dropops.protocol.identity.DeviceLinkId;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A device link as the API shows it; its token is shown once, when it is made. */
record DeviceLinkJson(
        DeviceLinkId id,
        String name,
        String kind,
        Labels labels,
        State state,
        int uses,
        int used,
        Who createdBy,
        Instant createdAt,
        Instant expiresAt,
        Optional<Who> revokedBy,
        @Nullable Instant revokedAt) {
    /** Whether hosts can come by it, and why not. */
    enum State {
        ACTIVE,
        USED_UP,
        EXPIRED,
        REVOKED
    }

    static DeviceLinkJson of(DeviceLinkRow row, Who createdBy, Optional<Who> revokedBy, Instant now) {
        return new DeviceLinkJson(
                row.id(),
                row.name(),
                row.kind().name().toLowerCase(Locale.ROOT),
                row.labels(),
                state(row, now),
                row.uses(),
                row.used(),
                createdBy,
                row.createdAt(),
                row.expiresAt(),
                revokedBy,
                row.revokedAt());
    }

    private static State state(DeviceLinkRow row, Instant now) {
        if (row.revokedAt() != null) {
            return State.REVOKED;
        }
        if (!now.isBefore(row.expiresAt())) {
            return State.EXPIRED;
        }
        return row.used() < row.uses() ? State.ACTIVE : State.USED_UP;
    }
}
