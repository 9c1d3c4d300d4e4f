package ai.dropops.cluster.operator;

import ai.dropops.cluster.operator.DeviceLinkState.Open;
import ai.dropops.cluster.operator.DeviceLinkState.Revoked;
import ai.dropops.cluster.operator.DeviceLinkState.Unmade;
import ai.dropops.persistence.view.DeviceLinkRow;
import ai.dropops.persistence.view.ViewWriter;
import ai.dropops.protocol.identity.DeviceLinkId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A device link's state as the row that lists show. */
record DeviceLinkView(DeviceLinkId id, ViewWriter rows) {
    void show(DeviceLinkState state, long sequence) {
        row(id, sequence, state).ifPresent(row -> rows.write(group -> group.add(row)));
    }

    static Optional<DeviceLinkRow> row(DeviceLinkId id, long sequence, DeviceLinkState state) {
        return switch (state) {
            case Unmade _ -> Optional.empty();
            case Open open -> Optional.of(row(id, sequence, open, null));
            case Revoked revoked -> Optional.of(row(id, sequence, revoked.open(), revoked));
        };
    }

    private static DeviceLinkRow row(DeviceLinkId id, long sequence, Open open, @Nullable Revoked revoked) {
        var made = open.made();
        return new DeviceLinkRow(
                id,
                made.workspace(),
                sequence,
                made.terms().name().text(),
                made.terms().kind(),
                made.terms().labels(),
                made.terms().uses(),
                open.names().size(),
                made.by(),
                made.at(),
                made.terms().expiresAt(),
                revoked == null ? null : revoked.by(),
                revoked == null ? null : revoked.at());
    }
}
