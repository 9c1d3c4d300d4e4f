package ai.dropops.load.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import ai.dropops.load.stage.Api;
import ai.dropops.load.stage.Await;
import ai.dropops.load.stage.Cli;
import ai.dropops.load.stage.ControlPlane;
import ai.dropops.load.stage.Person;
import ai.dropops.load.stage.RealOperator;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real operator that is away when its order is approved. */
final class DeliveryTest {
    @TempDir
    Path folder;

    private ControlPlane plane;
    private RealOperator operator;
    private Person person;
    private Path trace;

    @BeforeEach
    void start() {
        plane = ControlPlane.start(ControlPlane.Setup.in(folder));
        operator = RealOperator.enrol(plane, "laptop", folder.resolve("operator"));
        person = new Person(plane.api());
        person.binds(operator.id());
        operator.close();
        Await.until(
                "it is gone",
                () -> !person.operator(operator.id()).required("connected").asBoolean());
        trace = folder.resolve("trace");
    }

    @AfterEach
    void stop() {
        operator.close();
        plane.close();
    }

    @Test
    void backInTimeItRunsWhatItWasWantedFor() {
        var asked = approved(600);
        operator.start();

        assertThat(person.awaitsEnd(asked).required("state").asText()).isEqualTo("COMPLETED");
        assertThat(trace).exists();
    }

    @Test
    void backTooLateItRunsNothingAndTheCommandLineSaysSo() {
        var exit = new Cli(plane.setup().data())
                .run("run", "--on", "all", "--deliver-by", "3s", "--approve", "--", "touch " + trace);

        assertThat(exit.code()).as(exit.err()).isNotZero();
        assertThat(exit.out() + exit.err()).contains("not delivered: the host was away");
        operator.start();
        Await.until(
                "it is back",
                () -> person.operator(operator.id()).required("connected").asBoolean());
        person.awaitsEnd(person.runs("true", "all"));
        assertThat(trace).doesNotExist();
    }

    @Test
    void whatThePolicyDeniesByNowIsRefusedWithTheReason() {
        var asked = approved(600);
        person.api()
                .put("/policy", Api.json("expectedVersion", 0, "text", "version: 1\ncommands: {block: [touch]}\n"))
                .ok();
        operator.start();

        person.awaitsEnd(asked);

        var execution = person.execution(asked);
        assertThat(execution.required("state").asText()).isEqualTo("REFUSED");
        assertThat(execution.required("message").asText()).contains("the policy that has come into force denies it");
        assertThat(Files.exists(trace)).isFalse();
    }

    private Person.Asked approved(long deliverSeconds) {
        var asked = person.asks(Person.proposal("touch " + trace, "all").put("deliverSeconds", deliverSeconds));
        person.approves(asked);
        Await.until(
                "it is under way",
                () -> person.batch(asked).at("/counts/dispatched").asInt() == 1);
        return asked;
    }
}
