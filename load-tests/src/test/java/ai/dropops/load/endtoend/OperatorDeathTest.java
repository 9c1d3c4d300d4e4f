package ai.dropops.load.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import ai.dropops.load.stage.Await;
import ai.dropops.load.stage.ControlPlane;
import ai.dropops.load.stage.Person;
import ai.dropops.load.stage.RealOperator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OperatorDeathTest {
    @TempDir
    Path folder;

    @Test
    void aCommandWhoseOperatorIsKilledIsInterruptedAndNeverRunAgain() throws IOException {
        Path count = folder.resolve("count");
        try (var plane = ControlPlane.start(ControlPlane.Setup.in(folder));
                var operator = RealOperator.enrol(plane, "mortal", folder.resolve("operator"))) {
            var person = new Person(plane.api());
            person.binds(operator.id());
            var asked = person.runs("echo ran >> " + count + "; sleep 600", "all");
            Await.until("the command has begun", () -> Files.exists(count));
            operator.kill();

            operator.start();
            var batch = person.awaitsEnd(asked);

            assertThat(batch.required("state").asText()).isEqualTo("FAILED");
            assertThat(person.execution(asked).required("state").asText()).isEqualTo("INTERRUPTED");
            var next = person.runs("echo alive", "all");
            person.awaitsEnd(next);
            assertThat(person.stdout(person.execution(next))).isEqualTo("alive\n");
            assertThat(Files.readAllLines(count)).containsExactly("ran");
        }
    }
}
