package ai.dropops.cluster.node;

import static org.assertj.core.api.Assertions.assertThat;

import ai.dropops.cluster.approval.Approval;
import ai.dropops.cluster.batch.BatchEvent;
import ai.dropops.cluster.operator.DeviceLinkEvent;
import ai.dropops.cluster.operator.OperatorEvent;
import ai.dropops.cluster.session.SessionEvent;
import ai.dropops.cluster.workspace.Workspace;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.lang.reflect.AnnotatedArrayType;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class JournalNamesTest {
    private static final String ROOT = "ai.dropops.cluster.";

    @Test
    void aNameNeverChangesItsMeaning() throws IOException {
        try (var golden = Objects.requireNonNull(JournalNamesTest.class.getResourceAsStream("/journal/names.txt"))) {
            List<String> lines = new String(golden.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            assertThat(lines).hasSizeGreaterThanOrEqualTo(39);
            assertThat(names().map(entry ->
                            entry.getKey() + " " + entry.getValue().substring(ROOT.length())))
                    .containsAll(lines);
        }
    }

    @Test
    void everyEventHasAName() {
        var named = names().map(java.util.Map.Entry::getValue).toList();
        assertThat(Stream.of(
                                Approval.Event.class,
                                BatchEvent.class,
                                DeviceLinkEvent.class,
                                OperatorEvent.class,
                                SessionEvent.class,
                                Workspace.Event.class)
                        .flatMap(events -> Stream.of(events.getPermittedSubclasses()))
                        .map(Class::getName))
                .hasSizeGreaterThanOrEqualTo(30)
                .allMatch(named::contains);
    }

    /** The journal refuses to read null, so that it would keep an entity from coming back for ever. */
    @Test
    void nothingStoredMayBeNull() {
        Set<Class<?>> seen = new HashSet<>();
        var nullable = names().map(java.util.Map.Entry::getValue)
                .map(JournalNamesTest::named)
                .flatMap(stored -> nullable(stored, seen))
                .toList();
        assertThat(seen).hasSizeGreaterThan(70);
        assertThat(nullable).isEmpty();
    }

    /** The components of {@code type}, and of what they are made of, that may be null. */
    private static Stream<String> nullable(Class<?> type, Set<Class<?>> seen) {
        if (!type.getName().startsWith("ai.dropops.") || !seen.add(type)) {
            return Stream.empty();
        }
        if (type.isSealed()) {
            return Stream.of(type.getPermittedSubclasses()).flatMap(each -> nullable(each, seen));
        }
        return type.isRecord()
                ? Stream.of(type.getRecordComponents())
                        .flatMap(each -> nullable(each.getAnnotatedType(), seen)
                                .map(found -> type.getName() + "." + each.getName() + found))
                : Stream.empty();
    }

    private static Stream<String> nullable(AnnotatedType type, Set<Class<?>> seen) {
        Stream<String> itself = type.isAnnotationPresent(Nullable.class) ? Stream.of("") : Stream.empty();
        Stream<String> within = switch (type) {
            case AnnotatedParameterizedType generic ->
                Stream.of(generic.getAnnotatedActualTypeArguments()).flatMap(each -> nullable(each, seen));
            case AnnotatedArrayType array -> nullable(array.getAnnotatedGenericComponentType(), seen);
            case AnnotatedType plain when plain.getType() instanceof Class<?> each -> nullable(each, seen);
            default -> Stream.empty();
        };
        return Stream.concat(itself, within);
    }

    private static Class<?> named(String name) {
        try {
            return Class.forName(name);
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }

    private static Stream<java.util.Map.Entry<String, String>> names() {
        return ConfigFactory.load().getObject("dropops.journal.names").entrySet().stream()
                .filter(entry -> entry.getValue().unwrapped().toString().startsWith(ROOT))
                .map(entry -> java.util.Map.entry(
                        entry.getKey(), entry.getValue().unwrapped().toString()));
    }
}
