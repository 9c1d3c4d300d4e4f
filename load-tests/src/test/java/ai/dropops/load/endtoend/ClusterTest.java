package ai.dropops.load.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import ai.dropops.load.stage.Await;
import ai.dropops.load.stage.ControlPlane;
import ai.dropops.load.stage.EventStream;
import ai.dropops.load.stage.Fleet;
import ai.dropops.load.stage.Nodes;
import ai.dropops.load.stage.Person;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Three real nodes on a real PostgreSQL, two operators on each, and fewer nodes with every test. */
@Timeout(180)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class ClusterTest {
    private static final int SIZE = 6;
    private static final Duration RECOVERY = Duration.ofSeconds(60);

    @TempDir
    static Path folder;

    private static Nodes nodes;
    private static Fleet fleet;
    private static Person person;

    @BeforeAll
    static void start() {
        nodes = Nodes.start(folder, 3);
        fleet = Fleet.enrol(nodes, folder, SIZE);
        person = new Person(node(0).api());
        fleet.boundTo(person);
    }

    @AfterAll
    static void stop() {
        if (fleet != null) {
            fleet.close();
        }
        if (nodes != null) {
            nodes.close();
        }
    }

    @Test
    @Order(1)
    void aCommandFromOneNodeRunsOnTheOperatorsOfAllAndAnyNodeShowsItsOutput() {
        var asked = person.asks(Person.proposal("echo from here; pwd -P", "all").put("strategy", "parallel"));
        var elsewhere = new Person(node(2).api());
        elsewhere.approves(asked);

        assertThat(person.awaitsEnd(asked, RECOVERY).required("state").asText()).isEqualTo("COMPLETED");
        for (Person reader : List.of(person, elsewhere)) {
            assertThat(reader.executions(asked).stream().map(reader::stdout))
                    .hasSize(SIZE)
                    .doesNotHaveDuplicates()
                    .allMatch(output -> output.startsWith("from here\n"));
        }
    }

    @Test
    @Order(2)
    void whatHappensOnOneNodeIsSeenOnAnother() {
        var elsewhere = new Person(node(1).api());
        try (var events = new EventStream(elsewhere.api().stream("/events").body())) {
            var asked = person.runs("echo seen", "host-1");
            person.awaitsEnd(asked, RECOVERY);
            Await.some(
                    "the other node tells of the batch",
                    RECOVERY,
                    () -> events.next()
                            .filter(event ->
                                    event.type().equals("batch") && event.data().contains(asked.batchId())));
        }
    }

    @Test
    @Order(3)
    void killedMidBatchTheOthersCompleteItAndEachCommandRanOnce() throws IOException {
        var go = folder.resolve("go");
        var count = folder.resolve("count");
        var command = "echo ran >> %s; until [ -e %s ]; do sleep 0.05; done; echo done".formatted(count, go);
        var asked = person.asks(Person.proposal(command, "all").put("strategy", "parallel"));
        person.approves(asked);
        Await.until("all have begun", RECOVERY, () -> lines(count) == SIZE);

        node(1).kill();
        Files.createFile(go);

        var batch = person.awaitsEnd(asked, RECOVERY);
        assertThat(batch.required("state").asText()).isEqualTo("COMPLETED");
        assertThat(batch.required("counts").required("succeeded").asInt()).isEqualTo(SIZE);
        assertThat(lines(count)).isEqualTo(SIZE);
        assertThat(person.executions(asked).stream().map(person::stdout))
                .hasSize(SIZE)
                .allMatch("done\n"::equals);
    }

    @Test
    @Order(4)
    void toldToEndANodeHandsEverythingOver() {
        var leaving = node(2).process();
        new Person(node(2).api()).api().post("/drain").ok();
        assertThat(leaving.awaitEnd(RECOVERY)).isZero();
        assertThat(takenForDead(node(2))).as("left, and was not taken for dead").isFalse();
        assertThat(takenForDead(node(1))).as("died").isTrue();

        var asked = Await.some("the last node has everything", RECOVERY, () -> {
            var reply = person.api()
                    .post("/proposals", Person.proposal("echo alone", "all").put("strategy", "parallel"));
            return reply.status() / 100 == 2 ? Optional.of(Person.Asked.of(reply.body())) : Optional.empty();
        });
        person.approves(asked);
        assertThat(person.awaitsEnd(asked, RECOVERY).required("state").asText()).isEqualTo("COMPLETED");
    }

    /** Whether a node has shut {@code other} out. */
    private static boolean takenForDead(ControlPlane other) {
        List<String> options = other.setup().options();
        String address = options.get(options.indexOf("--cluster") + 1);
        return nodes.planes().stream().anyMatch(plane -> log(plane).contains(address + " is gone and was shut out"));
    }

    private static String log(ControlPlane plane) {
        try {
            return Files.readString(plane.setup().data().resolve("logs/server.log"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ControlPlane node(int index) {
        return nodes.planes().get(index);
    }

    private static long lines(Path file) {
        try {
            return Files.exists(file) ? Files.readAllLines(file).size() : 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
