package ai.dropops.cli;

import static ai.dropops.cli.FakeControlPlane.problem;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init") // JUnit calls the method that starts the control plane before each test
final class PoliciesTest {
    private static final String THIRD = """
            {"version":3,"text":"version: 1","digest":"00","setBy":{"id":"mb_1","name":"ann"},"setAt":"2026-01-01T00:00:00Z"}""";

    @TempDir
    Path folder;

    private FakeControlPlane controlPlane;

    @BeforeEach
    void start() throws IOException {
        controlPlane = new FakeControlPlane().on("GET /policy", THIRD);
    }

    @AfterEach
    void stop() {
        controlPlane.close();
    }

    @Test
    void thePolicyIsPrintedAsItWasWritten() {
        var ran = Ran.of(controlPlane, "policy", "show");
        assertThat(ran.out()).isEqualTo("version: 1\n");
        assertThat(ran.err()).contains("version 3, set by ann");
        assertThat(Ran.of(controlPlane, "policy", "show", "--json").out()).isEqualTo(THIRD + "\n");
    }

    @Test
    void aFileIsSetOverTheVersionInForce() throws IOException {
        controlPlane.on("PUT /policy", THIRD.replace("\"version\":3", "\"version\":4"));
        Path file = Files.writeString(folder.resolve("policy.yaml"), "version: 1\nenvironment: {allow: [LANG]}\n");

        assertThat(Ran.of(controlPlane, "policy", "set", file.toString()))
                .isEqualTo(new Ran(0, "version 4 is in force\n", ""));
        assertThat(controlPlane.received("PUT /policy").getFirst().body())
                .isEqualTo("{\"expectedVersion\":3,\"text\":\"version: 1\\nenvironment: {allow: [LANG]}\\n\"}");
        Ran.of(controlPlane, "policy", "set", "--expect", "2", file.toString());
        assertThat(controlPlane.received("PUT /policy").getLast().body()).startsWith("{\"expectedVersion\":2,");
    }

    @Test
    void aMistakeIsFoundBeforeAnythingIsSent() throws IOException {
        Path file = Files.writeString(folder.resolve("policy.yaml"), "version: 1\nblok: []\n");

        var ran = Ran.of(controlPlane, "policy", "set", file.toString());
        assertThat(ran.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(ran.err()).contains("policy.yaml: line 2: unknown key 'blok'");
        assertThat(controlPlane.received("")).isEmpty();
        assertThat(Ran.of(controlPlane, "policy", "set", folder + "/none").exitCode())
                .isEqualTo(ExitCode.BAD_INPUT);
    }

    @Test
    void whatWasSetInTheMeantimeIsNotOverwritten() throws IOException {
        controlPlane.on("PUT /policy", problem(409, "policy-outdated", "Version 5 is in force.", "Look at it."));
        Path file = Files.writeString(folder.resolve("policy.yaml"), "version: 1");

        var ran = Ran.of(controlPlane, "policy", "set", file.toString());
        assertThat(ran.exitCode()).isEqualTo(ExitCode.ERROR);
        assertThat(ran.err()).contains("Version 5 is in force; look at it.");
    }

    @Test
    void aDiffShowsWhatBecameOfEachLine() {
        String diff = """
                {"from":1,"to":2,"lines":[{"kind":"SAME","text":"a"},{"kind":"REMOVED","text":"b"},{"kind":"ADDED","text":"c"}]}""";
        controlPlane
                .on("GET /policy/diff", diff)
                .on("GET /policy/diff?from=1", diff)
                .on("GET /policy/diff?from=1&to=2", diff);

        assertThat(Ran.of(controlPlane, "policy", "diff"))
                .isEqualTo(new Ran(0, " a\n-b\n+c\n", "dropops: version 1 to version 2\n"));
        assertThat(Ran.of(controlPlane, "policy", "diff", "1").exitCode()).isZero();
        assertThat(Ran.of(controlPlane, "policy", "diff", "1", "2").exitCode()).isZero();
        assertThat(Ran.of(controlPlane, "policy", "diff", "--", "-1").exitCode())
                .isEqualTo(ExitCode.BAD_INPUT);
    }
}
