package ai.dropops.load.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import ai.dropops.load.stage.Cli;
import ai.dropops.load.stage.ControlPlane;
import ai.dropops.load.stage.Person;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command line against a control plane with the operator it brings along. */
final class CommandLineTest {
    @TempDir
    static Path folder;

    private static ControlPlane plane;
    private static Cli cli;

    @BeforeAll
    static void start() {
        plane = ControlPlane.start(ControlPlane.Setup.in(folder).withLocalOperator());
        cli = new Cli(plane.setup().data());
        var person = new Person(plane.api());
        person.binds(person.operators().getFirst().required("id").asText());
    }

    @AfterAll
    static void stop() {
        plane.close();
    }

    @Test
    void runPrintsTheOutputAndEndsWithTheCommandsOwnCode() {
        var exit = cli.run("run", "--on", "all", "--approve", "--", "echo $((6*7)); exit 3");

        assertThat(exit.out().strip().lines().toList()).contains("42");
        assertThat(exit.code()).isEqualTo(3);
    }

    @Test
    void whatTheCommandWritesToStandardErrorArrivesThere() {
        var exit = cli.run("run", "--on", "all", "--approve", "--", "echo seen; echo unseen >&2");

        assertThat(exit.out()).contains("seen").doesNotContain("unseen");
        assertThat(exit.err()).contains("unseen");
        assertThat(exit.code()).isZero();
    }

    @Test
    void aDestructiveCommandIsNotApprovedInPassing() {
        Path precious = folder.resolve("precious");
        var exit = cli.run("run", "--on", "all", "--approve", "--", "rm -rf " + precious);

        assertThat(exit.code()).isEqualTo(6);
    }

    @Test
    void raisingPrivilegesIsDeniedWhoeverApproves() {
        var exit = cli.run("run", "--on", "all", "--approve", "--", "sudo id");

        assertThat(exit.code()).isEqualTo(3);
        assertThat(exit.err()).contains("sudo");
    }

    @Test
    void operatorsAndStatusAreListed() {
        assertThat(cli.run("operators").out()).contains("Bound to you");
        assertThat(cli.run("status").code()).isZero();
        assertThat(cli.run("operators", "--json").out()).contains("\"status\"");
    }
}
