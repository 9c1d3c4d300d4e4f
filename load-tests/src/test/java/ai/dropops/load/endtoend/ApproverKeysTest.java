package ai.dropops.load.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import ai.dropops.load.stage.Api;
import ai.dropops.load.stage.Cli;
import ai.dropops.load.stage.ControlPlane;
import ai.dropops.load.stage.Person;
import ai.dropops.load.stage.RealOperator;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A host that demands its approvers' signatures, and the person who has the key. */
final class ApproverKeysTest {
    @TempDir
    Path folder;

    private ControlPlane plane;
    private RealOperator operator;
    private Api api;
    private Person person;
    private Cli cli;
    private Path key;

    @BeforeEach
    void start() throws IOException {
        plane = ControlPlane.start(ControlPlane.Setup.in(folder));
        cli = new Cli(plane.setup().data());
        key = folder.resolve("ada.approver");
        var made = cli.run("keys", "create", "--name", "ada", "--no-passphrase", "--out", key.toString());
        assertThat(made.code()).as(made.err()).isZero();
        Path file = folder.resolve("approvers.txt");
        Files.writeString(file, "dropops approvers 1\nversion 1\nthreshold 1\n" + made.out());
        operator = RealOperator.enrol(plane, "pinned", folder.resolve("pinned"), "--require-approver", file.toString());
        api = plane.api();
        person = new Person(api);
        person.binds(operator.id());
    }

    @AfterEach
    void stop() {
        api.close();
        operator.close();
        plane.close();
    }

    @Test
    void whatIsApprovedInTheConsoleIsRefusedAndWhatIsSignedRuns() {
        Path trace = folder.resolve("trace");
        var unsigned = person.asks("touch " + trace, "all");
        person.approves(unsigned);
        assertRefused(unsigned);
        assertRefused(person.asks("uptime", "all"));
        assertThat(trace).doesNotExist();

        var signed = person.asks("touch " + trace, "all");
        var unasked = cli.run("approve", signed.proposalId(), "--key", key.toString());
        assertThat(unasked.code()).as("nobody said yes").isEqualTo(1);
        var another = cli.run("approve", signed.proposalId(), "--key", key.toString(), "--digest", unsigned.digest());
        assertThat(another.code()).as("another digest was meant").isEqualTo(1);
        assertThat(trace).doesNotExist();
        var approved = cli.run("approve", signed.proposalId(), "--key", key.toString(), "--digest", signed.digest());
        assertThat(approved.code()).as(approved.err()).isZero();
        assertThat(approved.err()).contains("touch " + trace, signed.digest());
        assertThat(person.awaitsEnd(signed).required("state").asText()).isEqualTo("COMPLETED");
        assertThat(trace).exists();
    }

    @Test
    void aCommandIsProposedSignedAndRunInOneGo() {
        Path trace = folder.resolve("trace");
        String command = "touch " + trace;
        var unasked = cli.run("run", "--on", "all", "--approve", "--key", key.toString(), command);
        assertThat(unasked.code()).as("nobody said yes").isEqualTo(125);
        assertThat(trace).doesNotExist();
        var ran = cli.run("run", "--on", operator.id(), "--approve", "--key", key.toString(), "--yes", command);
        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(trace).exists();
    }

    private void assertRefused(Person.Asked asked) {
        assertThat(person.awaitsEnd(asked).required("state").asText()).isEqualTo("FAILED");
        JsonNode execution = person.execution(asked);
        assertThat(execution.required("state").asText()).isEqualTo("REFUSED");
        assertThat(execution.required("message").asText()).contains("approvers");
    }
}
