package ai.dropops.load.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import ai.dropops.load.stage.Await;
import ai.dropops.load.stage.ControlPlane;
import ai.dropops.load.stage.Fleet;
import ai.dropops.load.stage.Person;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands that wait for a file, and a control plane that dies by kill -9 meanwhile. */
final class ControlPlaneDeathTest {
    private static final Duration RECOVERY = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    private ControlPlane plane;

    @BeforeEach
    void start() {
        plane = ControlPlane.start(ControlPlane.Setup.in(folder));
    }

    @AfterEach
    void stop() {
        plane.close();
    }

    @Test
    void killedBetweenApprovalAndResultItCompletesTheBatchAndTheCommandRanOnce() throws IOException {
        try (var fleet = Fleet.enrol(plane, folder, 1)) {
            var person = new Person(plane.api());
            fleet.boundTo(person);
            var asked = person.runs(waitingFor("go", "count"), "all");
            Await.until("the command has begun", () -> lines("count") == 1);

            plane.kill();
            Files.createFile(folder.resolve("go"));
            plane.start();

            var batch = person.awaitsEnd(asked, RECOVERY);
            assertThat(batch.required("state").asText()).isEqualTo("COMPLETED");
            assertThat(person.execution(asked).required("exitCode").asInt()).isZero();
            assertThat(person.stdout(person.execution(asked))).isEqualTo("done\n");
            assertThat(lines("count")).isEqualTo(1);
        }
    }

    @Test
    void killedRightAfterTheApprovalWasAcknowledgedItLosesNothingAndRunsNothingTwice() {
        try (var fleet = Fleet.enrol(plane, folder, 1)) {
            var person = new Person(plane.api());
            fleet.boundTo(person);
            var asked = person.runs("echo ran >> " + folder.resolve("count"), "all");

            plane.kill();
            plane.start();

            person.awaitsEnd(asked, RECOVERY);
            assertThat(person.batch(asked).required("state").asText()).isEqualTo("COMPLETED");
            assertThat(lines("count")).isEqualTo(1);
        }
    }

    @Test
    void killedWhileABatchOfFiveIsHalfDoneItFinishesTheRestOnce() throws IOException {
        try (var fleet = Fleet.enrol(plane, folder, 5)) {
            var person = new Person(plane.api());
            fleet.boundTo(person);
            var third = "[ $(wc -l < %s) -ne 3 ] || until [ -e %s ]; do sleep 0.05; done; echo done"
                    .formatted(folder.resolve("count"), folder.resolve("go"));
            var asked = person.runs("echo ran >> " + folder.resolve("count") + "; " + third, "all");
            Await.until("the third of five runs", () -> lines("count") == 3);

            plane.kill();
            Files.createFile(folder.resolve("go"));
            plane.start();

            var batch = person.awaitsEnd(asked, RECOVERY);
            assertThat(batch.required("state").asText()).isEqualTo("COMPLETED");
            assertThat(batch.required("counts").required("succeeded").asInt()).isEqualTo(5);
            assertThat(lines("count")).isEqualTo(5);
        }
    }

    private String waitingFor(String go, String count) {
        return "echo ran >> %s; until [ -e %s ]; do sleep 0.05; done; echo done"
                .formatted(folder.resolve(count), folder.resolve(go));
    }

    private long lines(String name) {
        Path file = folder.resolve(name);
        try {
            return Files.exists(file) ? Files.readAllLines(file).size() : 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
