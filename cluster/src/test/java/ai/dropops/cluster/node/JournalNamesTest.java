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
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
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

    private static Stream<java.util.Map.Entry<String, String>> names() {
        return ConfigFactory.load().getObject("dropops.journal.names").entrySet().stream()
                .filter(entry -> entry.getValue().unwrapped().toString().startsWith(ROOT))
                .map(entry -> java.util.Map.entry(
                        entry.getKey(), entry.getValue().unwrapped().toString()));
    }
}
