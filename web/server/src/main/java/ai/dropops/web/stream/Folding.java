package ai.dropops.web.stream;

import ai.dropops.persistence.view.ExecutionRow;
import ai.dropops.persistence.view.ExecutionStatus;
import ai.dropops.protocol.action.Volume;
import ai.dropops.protocol.identity.Digest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The putting together of equal results as they become known. What a host prints is known by the digest it signed of
 * what it shows, so that no output has to be fetched for it. For one thread at a time.
 *
 * <p>The console folds the executions it follows by the same rule ({@code web/console/src/batch/folds.ts}), because it
 * needs every member of a fold; the same examples hold both to it.
 */
final class Folding {
    private static final int MOST_SHOWN = 200;
    private static final int NAMED = 5;

    private static final Comparator<Group> ORDER = Comparator.comparingInt((Group group) -> rank(group.alike()))
            .thenComparingInt(group -> group.members().size())
            .thenComparingInt(group -> group.members().firstKey());

    /** What equal results have in common. */
    private record Alike(
            ExecutionStatus state,
            @Nullable Integer exitCode,
            @Nullable Digest stdout,
            @Nullable Digest stderr,
            String message) {
        static Alike of(ExecutionRow row) {
            return new Alike(row.state(), row.exitCode(), digest(row.stdout()), digest(row.stderr()), row.message());
        }

        private static @Nullable Digest digest(@Nullable Volume volume) {
            return volume == null ? null : volume.sha256();
        }
    }

    /** @param members by their index in the batch */
    private record Group(Alike alike, SortedMap<Integer, ExecutionRow> members) {
        ExecutionRow first() {
            return members.sequencedValues().getFirst();
        }

        Folds.Fold fold() {
            ExecutionRow first = first();
            return new Folds.Fold(
                    alike.state(),
                    alike.exitCode(),
                    members.size(),
                    members.values().stream()
                            .limit(NAMED)
                            .map(row -> new Folds.Member(row.id(), row.name(), row.hostname()))
                            .toList(),
                    bytes(first.stdout()),
                    bytes(first.stderr()),
                    hex(first.stdout()),
                    hex(first.stderr()),
                    alike.message());
        }

        private static long bytes(@Nullable Volume volume) {
            return volume == null ? 0 : volume.bytes();
        }

        private static @Nullable String hex(@Nullable Volume volume) {
            return volume == null ? null : volume.sha256().hex();
        }
    }

    private final Map<Alike, Group> groups = new HashMap<>();
    private final Map<Integer, Alike> known = new HashMap<>();
    private boolean changed;

    /** Takes the place of what was known of the same host before. */
    void put(ExecutionRow row) {
        Alike before = known.get(row.index());
        Alike after = row.state().isFinal() ? Alike.of(row) : null;
        if (after == null ? before == null : after.equals(before)) {
            return;
        }
        changed = true;
        if (before != null) {
            leave(before, row.index());
        }
        if (after != null) {
            known.put(row.index(), after);
            groups.computeIfAbsent(after, alike -> new Group(alike, new TreeMap<>()))
                    .members()
                    .put(row.index(), row);
        }
    }

    private void leave(Alike alike, int index) {
        known.remove(index);
        groups.computeIfPresent(alike, (_, group) -> {
            group.members().remove(index);
            return group.members().isEmpty() ? null : group;
        });
    }

    /** Whether there is something that {@link #folds} has not answered yet. */
    boolean hasChanged() {
        return changed;
    }

    /** @param hosts how many the batch has */
    Folds folds(int hosts) {
        changed = false;
        Optional<Group> usual = groups.values().stream()
                .filter(group -> group.alike().state() == ExecutionStatus.FINISHED)
                .max(Comparator.comparingInt((Group group) -> group.members().size())
                        .thenComparingInt(group -> -group.members().firstKey()));
        return new Folds(
                hosts,
                known.size(),
                groups.size(),
                usual.map(group -> group.first().id()).orElse(null),
                shown(usual).stream().map(Group::fold).toList());
    }

    private List<Group> shown(Optional<Group> usual) {
        var shown = new ArrayList<>(
                groups.values().stream().sorted(ORDER).limit(MOST_SHOWN).toList());
        usual.filter(group -> shown.stream().noneMatch(it -> it.alike().equals(group.alike())))
                .ifPresent(group -> shown.set(MOST_SHOWN - 1, group));
        return shown;
    }

    /** What went wrong comes before what went well, what never began at the end. */
    private static int rank(Alike alike) {
        return switch (alike.state()) {
            case FINISHED -> alike.exitCode() != null && alike.exitCode() == 0 ? 1 : 0;
            case VOIDED, SKIPPED, UNDELIVERED -> 2;
            case REFUSED, INTERRUPTED, UNKNOWN, WAITING, DISPATCHED, RUNNING -> 0;
        };
    }
}
