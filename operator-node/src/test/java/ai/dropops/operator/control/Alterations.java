package ai.dropops.operator.control;

import ai.dropops.protocol.action.Limits;
import ai.dropops.protocol.action.Permit;
import ai.dropops.protocol.action.Strategy;
import ai.dropops.protocol.identity.Bytes;
import ai.dropops.protocol.identity.Digest;
import ai.dropops.protocol.identity.ExecutionId;
import ai.dropops.protocol.identity.MemberId;
import ai.dropops.protocol.identity.ProposalId;
import ai.dropops.protocol.identity.VerifyingKey;
import ai.dropops.protocol.identity.WorkspaceId;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Every record that differs from a given one in one place, at any depth. The places are found by reflection, so that a new
 * field is altered too; one of a type not known here is an error.
 */
public final class Alterations {
    private Alterations() {}

    /** The altered records, each under the place it differs in, such as {@code limits.attempts} or {@code path[0]}. */
    public static <R extends Record> Map<String, R> of(R record) {
        var altered = new LinkedHashMap<String, R>();
        RecordComponent[] components = record.getClass().getRecordComponents();
        for (int i = 0; i < components.length; i++) {
            int place = i;
            others(values(record).get(place))
                    .forEach((inside, other) ->
                            altered.put(components[place].getName() + inside, with(record, place, other)));
        }
        return altered;
    }

    /** {@code record} altered at {@code place}. */
    public static <R extends Record> R at(String place, R record) {
        return Objects.requireNonNull(of(record).get(place), place);
    }

    /** What else could stand where {@code value} stands, by the place inside it. */
    private static Map<String, Object> others(Object value) {
        return switch (value) {
            case Boolean flag -> Map.of("", !flag);
            case Integer number -> Map.of("", number + 1);
            case Long number -> Map.of("", number + 1);
            case Duration duration -> Map.of("", duration.plusSeconds(1));
            case Instant instant -> Map.of("", instant.plusSeconds(1));
            case String text -> Map.of("", text + "/");
            case Bytes bytes -> Map.of("", flipped(bytes));
            case Enum<?> constant -> others(constant);
            case SortedMap<?, ?> map -> Map.of("", more(map));
            case List<?> list -> others(list);
            case VerifyingKey key ->
                Map.of(".raw", VerifyingKey.wrap(flipped(key.raw()).array()));
            case ExecutionId _ -> Map.of("", new ExecutionId(Digest.of(random()).hex()));
            case ProposalId _ -> Map.of("", ProposalId.of(random()));
            case WorkspaceId _ -> Map.of("", WorkspaceId.of(random()));
            case MemberId _ -> Map.of("", MemberId.of(random()));
            case Record record -> {
                var others = new LinkedHashMap<String, Object>();
                of(record).forEach((place, other) -> others.put("." + place, other));
                yield others;
            }
            default -> throw new AssertionError("say here how a " + value.getClass() + " is altered");
        };
    }

    /** The other constants; none where there is only one, until there is another. */
    private static Map<String, Object> others(Enum<?> value) {
        var others = new LinkedHashMap<String, Object>();
        for (Object constant : value.getDeclaringClass().getEnumConstants()) {
            if (constant != value) {
                others.put(":" + constant, constant);
            }
        }
        return others;
    }

    /** One element altered, or the last one gone. */
    private static Map<String, Object> others(List<?> list) {
        if (list.isEmpty()) {
            throw new AssertionError("nothing can be altered in an empty list");
        }
        var others = new LinkedHashMap<String, Object>();
        others.put("[-]", list.subList(0, list.size() - 1));
        for (int i = 0; i < list.size(); i++) {
            int at = i;
            others(list.get(at)).forEach((inside, other) -> {
                var changed = new ArrayList<Object>(list);
                changed.set(at, other);
                if (other instanceof Comparable<?>) {
                    changed.sort(null);
                }
                others.put("[" + at + "]" + inside, changed);
            });
        }
        return others;
    }

    private static SortedMap<Object, Object> more(SortedMap<?, ?> map) {
        var more = new TreeMap<Object, Object>(map);
        more.put("ALTERED", "1");
        return more;
    }

    private static Bytes flipped(Bytes bytes) {
        byte[] flipped = bytes.array().clone();
        flipped[flipped.length / 2] ^= 1;
        return Bytes.wrap(flipped);
    }

    private static byte[] random() {
        return FakeControlPlane.random(16);
    }

    private static List<Object> values(Record record) {
        return Arrays.stream(record.getClass().getRecordComponents())
                .map(component -> value(record, component))
                .toList();
    }

    private static Object value(Record record, RecordComponent component) {
        try {
            return component.getAccessor().invoke(record);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(record.toString(), e);
        }
    }

    private static <R extends Record> R with(R record, int place, Object other) {
        var values = new ArrayList<>(values(record));
        values.set(place, other);
        if (other == Permit.Authority.AUTOMATIC) {
            // nothing else can be made: an automatic permit names nobody
            values.set(place + 1, List.of());
        }
        if (other == Strategy.SEQUENTIAL || other == Strategy.PARALLEL) {
            // nothing else can be made: these have no canary
            values.set(place + 1, Limits.ONE_BY_ONE);
        }
        Class<?>[] types = Arrays.stream(record.getClass().getRecordComponents())
                .map(RecordComponent::getType)
                .toArray(Class<?>[]::new);
        try {
            @SuppressWarnings("unchecked") // getClass of an R, which as a record has no subclasses
            var type = (Class<R>) record.getClass();
            return type.getDeclaredConstructor(types).newInstance(values.toArray());
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(record.getClass() + " cannot be made with " + other, e);
        }
    }
}
