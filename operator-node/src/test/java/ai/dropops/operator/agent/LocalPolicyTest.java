package ai.dropops.operator.agent;

import static org.assertj.core.api.Assertions.assertThat;

import ai.dropops.operator.control.FakeControlPlane;
import ai.dropops.operator.control.OperatorProcess;
import ai.dropops.protocol.guard.Policy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalPolicyTest {
    @TempDir
    Path folder;

    @Test
    void withoutAFileTheDefaultsAreInForce() {
        assertThat(LocalPolicy.read(folder.resolve("policy.yaml")))
                .isEqualTo(new LocalPolicy.InForce(Policy.defaults(), false));
        assertThat(LocalPolicy.read(folder.resolve("none/policy.yaml")))
                .isEqualTo(new LocalPolicy.InForce(Policy.defaults(), false));
    }

    @Test
    void aFileIsInForce() throws IOException {
        String text = "version: 1\ncommands: {block: [reboot]}";
        Path file = Files.writeString(folder.resolve("policy.yaml"), text);

        assertThat(LocalPolicy.read(file)).isEqualTo(new LocalPolicy.InForce(Policy.parse(text), true));
    }

    @Test
    void whatIsThereAndCannotBeObeyedIsBroken() throws IOException {
        assertThat(LocalPolicy.read(Files.writeString(folder.resolve("unknown"), "version: 1\nx: 1")))
                .isInstanceOfSatisfying(
                        LocalPolicy.Broken.class,
                        broken -> assertThat(broken.why()).contains("line 2", "'x'"));
        assertThat(LocalPolicy.read(Files.createFile(folder.resolve("empty")))).isInstanceOf(LocalPolicy.Broken.class);
        assertThat(LocalPolicy.read(Files.write(folder.resolve("binary"), new byte[] {(byte) 0xff, 0})))
                .isInstanceOf(LocalPolicy.Broken.class);
        assertThat(LocalPolicy.read(Files.createDirectory(folder.resolve("folder"))))
                .isInstanceOf(LocalPolicy.Broken.class);
        Path nowhere = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("gone"));
        assertThat(LocalPolicy.read(nowhere)).isInstanceOf(LocalPolicy.Broken.class);
    }

    @Test
    void aHostJudgesByItsOwnPolicyAndSaysByWhich() throws Exception {
        String text = "version: 1\ncommands: {block: [reboot]}\n";
        Files.createDirectories(folder.resolve(".dropops"));
        Files.writeString(folder.resolve(".dropops/policy.yaml"), text);
        try (var plane = new FakeControlPlane();
                var operator = OperatorProcess.start(plane, folder)) {
            plane.nextWelcomed();
            assertThat(operator.log())
                    .contains("its own policy, digest " + Policy.parse(text).digest());
        }
    }

    @Test
    void anOperatorDoesNotStartWithAPolicyItCannotObey() throws Exception {
        Files.createDirectories(folder.resolve(".dropops"));
        Files.writeString(folder.resolve(".dropops/policy.yaml"), "version: 1\nblok: [reboot]\n");
        try (var plane = new FakeControlPlane();
                var operator = OperatorProcess.start(plane, folder)) {
            assertThat(operator.exitCode()).isEqualTo(2);
            assertThat(operator.log()).contains(".dropops/policy.yaml, cannot be obeyed: line 2: unknown key 'blok'");
            assertThat(plane.enrolments()).isEmpty();
        }
    }
}
