package ai.dropops.load.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import ai.dropops.load.stage.Await;
import ai.dropops.load.stage.Cli;
import ai.dropops.load.stage.ControlPlane;
import ai.dropops.load.stage.Person;
import ai.dropops.load.stage.Running;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The operator as hosts get it: the package that the install line fetches, with all of it that is left out. */
final class InstallTest {
    @TempDir
    static Path folder;

    private static ControlPlane plane;
    private static Running host;

    @BeforeAll
    static void install() {
        plane = ControlPlane.start(ControlPlane.Setup.in(folder));
        try (var api = plane.api()) {
            var slot = ControlPlane.slot(api, "fresh");
            host = Running.start(
                    "install",
                    List.of("bash", "-c", slot.required("installCommand").asText()),
                    folder.resolve("fresh"),
                    folder.resolve("install.log"),
                    Map.of("DROPOPS_OPERATOR_API_KEY", slot.required("apiKey").asText()));
            String id = slot.required("operator").required("id").asText();
            var person = new Person(plane.api());
            Await.until("the operator is installed", () -> person.status(id).equals("ACTIVE"));
            person.binds(id);
        }
    }

    @AfterAll
    static void stop() {
        ProcessHandle.of(host.pid()).stream()
                .flatMap(ProcessHandle::descendants)
                .forEach(ProcessHandle::destroy);
        host.close();
        plane.close();
    }

    @Test
    void whatIsApprovedIsVerifiedAndRunByThePackagedOperator() {
        var exit =
                new Cli(plane.setup().data()).run("run", "--on", "fresh", "--approve", "--", "echo $((6*7)); exit 3");

        assertThat(exit.out().strip().lines().toList()).contains("42");
        assertThat(exit.code()).isEqualTo(3);
    }
}
