package ai.dropops.load.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.dropops.load.stage.Api;
import ai.dropops.load.stage.Await;
import ai.dropops.load.stage.Cli;
import ai.dropops.load.stage.ControlPlane;
import ai.dropops.load.stage.Person;
import ai.dropops.load.stage.Person.Asked;
import ai.dropops.load.stage.RealOperator;
import ai.dropops.load.stage.Running;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A host that is to keep no records, as people see it. */
final class NoLocalStorageTest {
    private static final int LONG = 150_000;
    private static final int HALF = 50 * 1024;

    @TempDir
    static Path folder;

    private static ControlPlane plane;
    private static RealOperator operator;
    private static Person person;
    private static Cli cli;

    @BeforeAll
    static void start() throws IOException {
        plane = ControlPlane.start(ControlPlane.Setup.in(folder));
        operator = RealOperator.enrol(
                plane, "bare-1", Files.createDirectory(folder.resolve("bare-1")), "--no-local-storage");
        person = new Person(plane.api());
        cli = new Cli(plane.setup().data());
        person.binds(operator.id());
        Await.until(
                "its first heartbeat has told what it does",
                () -> person.operator(operator.id()).path("host").has("records"));
    }

    @AfterAll
    static void stop() {
        operator.close();
        plane.close();
    }

    @Test
    void itIsSaidWhereverSomebodyDecides() {
        assertThat(person.operator(operator.id()).at("/host/records").asText()).isEqualTo("control-plane");
        assertThat(cli.run("operators").out()).contains("RECORDS").contains("control-plane");
        Asked asked = person.asks("touch " + folder.resolve("asked"), "all");
        JsonNode approval = person.api().get("/approvals/" + asked.proposalId()).ok();
        assertThat(approval.at("/targets/0/records").asText()).isEqualTo("control-plane");
        person.api()
                .post("/approvals/" + asked.proposalId() + "/deny", Api.json("feedback", "not now"))
                .ok();
    }

    @Test
    void outputIsReadWhileTheHostIsAwayAndTheHostHasNoneOfIt() throws Exception {
        Path file = Files.writeString(folder.resolve("out"), "marmalade on " + "10.98.7.6\n");
        Path large = Files.writeString(folder.resolve("large"), "x\n".repeat(LONG / 2 - 5) + "the end.\n\n");
        Asked small = person.runs("cat " + file + "; echo oops >&2", "all");
        person.awaitsEnd(small);
        Asked much = person.runs("cat " + large, "all");
        person.awaitsEnd(much);
        handedOver(small);
        handedOver(much);
        Await.until("the host has forgotten it", () -> recordings().isEmpty());
        operator.stop();
        try {
            assertThat(person.stdout(person.execution(small))).isEqualTo("marmalade on [IP_ADDR]\n");
            assertThat(new String(person.output(person.execution(small), "stderr"), UTF_8))
                    .isEqualTo("oops\n");
            assertThat(cli.run("output", small.batchId()).out()).isEqualTo("marmalade on [IP_ADDR]\n");

            var printed = cli.run("output", much.batchId());
            assertThat(printed.out()).hasSize(2 * HALF).startsWith("x\nx\n").endsWith("x\nthe end.\n\n");
            assertThat(printed.err()).contains("the bytes from " + HALF + " to " + (LONG - HALF));
            try (Running verifying = operator.tend("--verify-vault")) {
                verifying.awaitEnd(Duration.ofMinutes(1));
                assertThat(verifying.log()).contains("hold together");
            }
        } finally {
            operator.start();
        }
        Await.until(
                "it is back",
                () -> person.operator(operator.id()).required("connected").asBoolean());
        Await.until("what was handed over is counted", () -> transmitted("RECORD") > 2 * HALF);
        assertThat(person.api()
                        .get("/transmissions/totals")
                        .ok()
                        .required("keptBytes")
                        .asLong())
                .isZero();
    }

    private static long transmitted(String kind) {
        JsonNode kinds = person.api().get("/transmissions/totals").ok().required("kinds");
        return StreamSupport.stream(kinds.spliterator(), false)
                .filter(each -> each.required("kind").asText().equals(kind))
                .mapToLong(each -> each.required("transmittedBytes").asLong())
                .sum();
    }

    private static void handedOver(Asked asked) {
        Await.until(
                "the control plane keeps what " + asked.batchId() + " printed",
                () -> person.batch(asked).at("/records/controlPlane").asInt() == 1);
    }

    private static List<Path> recordings() {
        try (var files = Files.walk(operator.folder().resolve(".dropops/data/spool"))) {
            return files.filter(Files::isRegularFile).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
